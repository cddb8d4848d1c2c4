package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.host.CallingProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenFdsTest {
  private static final String SELF = Long.toString(ProcessHandle.current().pid());

  @Test
  void socketsForThisProcessCount() {
    assertThat(count("2", SELF)).isEqualTo(2);
  }

  @Test
  void socketsForAnotherProcessDoNot() {
    assertThat(count("2", "1")).isZero();
    assertThat(of(Map.of("LISTEN_FDS", "2")).count()).isZero();
    assertThat(of(Map.of()).count()).isZero();
  }

  @Test
  void whatIsNoNumberIsNone() {
    assertThat(count("x", SELF)).isZero();
    assertThat(count("-1", SELF)).isZero();
  }

  private static int count(String count, String pid) {
    return of(Map.of("LISTEN_FDS", count, "LISTEN_PID", pid)).count();
  }

  private static ListenFds of(Map<String, String> environment) {
    return new ListenFds(CallingProcess.self(environment));
  }
}
