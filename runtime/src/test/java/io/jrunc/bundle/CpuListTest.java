package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {
  @Test
  void numbersAndRangesAreAddedUp() {
    BitSet expected = new BitSet();
    expected.set(0, 4);
    expected.set(7);
    expected.set(8191);
    assertThat(CpuList.parse("0-3,7,8191")).contains(expected);
    assertThat(CpuList.parse("7,0-2,1-3,8191-8191")).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "1,", "a", "-1", "1-", "3-1", "1--2", "8192", "99999", "0 1"})
  void whatTheKernelWouldNotWriteIsNoList(String list) {
    assertThat(CpuList.parse(list)).isEmpty();
  }
}
