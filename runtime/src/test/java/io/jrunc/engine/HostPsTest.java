package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostPsTest {

  private static final String OUTPUT =
      """
      USER       PID  PPID COMMAND
      root         1     0 init
      root        12     1 sleep 12

      root       112     1 sleep 13
      """;

  @Test
  void theHeadingAndTheLinesOfTheProcessesAreKept() {
    assertThat(HostPs.filter("c1", OUTPUT, List.of(12, 13)))
        .isEqualTo("USER       PID  PPID COMMAND\nroot        12     1 sleep 12\n");
    assertThat(HostPs.filter("c1", OUTPUT, List.of())).isEqualTo("USER       PID  PPID COMMAND\n");
  }

  @Test
  void aTableWithoutTheColumnIsRefused() {
    assertThatThrownBy(() -> HostPs.filter("c1", "  PPID XPID\n 1 2\n", List.of(2)))
        .isInstanceOf(OperationException.class)
        .hasMessage("ps c1: the output of ps has no column PID");
    assertThatThrownBy(() -> HostPs.filter("c1", "", List.of(2)))
        .hasMessage("ps c1: the output of ps has no column PID");
  }

  @Test
  void aColumnThatIsNotWhereItsHeadingIsIsRefused() {
    assertThatThrownBy(() -> HostPs.filter("c1", "STARTED PID\nSat Nov 21 7\n", List.of(7)))
        .hasMessage(
            "ps c1: the output of ps has no number where PID should be, which must come before"
                + " columns of several words: Sat Nov 21 7");
    assertThatThrownBy(() -> HostPs.filter("c1", "X PID\na\n", List.of(7)))
        .hasMessageEndingWith(": a");
  }

  @Test
  void whatPsSaysAgainstItsOptionsIsTold() {
    assertThatThrownBy(() -> HostPs.table("c1", List.of("--no-such-option"), List.of()))
        .hasMessageMatching("ps c1: ps --no-such-option: exit code 1: .*option.*");
  }

  @Test
  void theHostsPsIsAsked() {
    int self = (int) ProcessHandle.current().pid();
    assertThat(HostPs.table("c1", List.of("-e", "-o", "pid"), List.of(self)))
        .matches("\\s*PID\n\\s*" + self + "\n");
    assertThat(HostPs.table("c1", List.of(), List.of(self))).contains("CMD\n").contains("java");
  }
}
