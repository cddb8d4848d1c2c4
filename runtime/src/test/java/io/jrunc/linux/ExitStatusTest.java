package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.abi.Signal;
import org.junit.jupiter.api.Test;

final class ExitStatusTest {

  @Test
  void theCodeIsWhatAShellWouldReport() {
    assertThat(new ExitStatus.Exited(3).code()).isEqualTo(3);
    assertThat(new ExitStatus.Killed(Signal.SIGKILL, false).code()).isEqualTo(137);
  }

  @Test
  void isWrittenForPeople() {
    assertThat(new ExitStatus.Exited(3)).hasToString("exited with 3");
    assertThat(new ExitStatus.Killed(Signal.SIGKILL, false)).hasToString("killed by SIGKILL");
    assertThat(new ExitStatus.Killed(Signal.SIGQUIT, true))
        .hasToString("killed by SIGQUIT (core dumped)");
  }
}
