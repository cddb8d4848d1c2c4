package io.jrunc.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrnoTest {

  @Test
  void everyNumberIsFoundAgain() {
    for (Errno errno : Errno.values()) {
      assertThat(Errno.of(errno.number())).isSameAs(errno);
    }
  }

  @Test
  void aNumberWithoutANameIsUnknown() {
    assertThat(Errno.of(0)).isSameAs(Errno.UNKNOWN);
    assertThat(Errno.of(4711)).isSameAs(Errno.UNKNOWN);
  }

  @Test
  void isWrittenAsTextAndName() {
    assertThat(Errno.ENOENT).hasToString("no such file or directory (ENOENT)");
  }
}
