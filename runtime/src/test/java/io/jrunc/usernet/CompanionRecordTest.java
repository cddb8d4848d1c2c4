package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompanionRecordTest {
  @Test
  void whatIsWrittenIsRead() {
    CompanionRecord record = new CompanionRecord(12, 9_999_999_999L, 13, 4);
    assertThat(CompanionRecord.parse(record.text())).contains(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "1\t2\t3", "1\t2\t3\tx", "1\t2\t3\t4\t5", "99999999999\t1\t1\t1"})
  void otherTextIsNone(String text) {
    assertThat(CompanionRecord.parse(text)).isEmpty();
  }
}
