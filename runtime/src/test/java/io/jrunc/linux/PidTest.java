package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class PidTest {

  @Test
  void refusesZeroAndBelowBecauseTheyMeanOthers() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pid(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pid(-1));
  }

  @Test
  void isWrittenAsItsNumber() {
    assertThat(new Pid(42)).hasToString("42");
  }
}
