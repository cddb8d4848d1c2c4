package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(new ListenFds(Map.of("LISTEN_FDS", "2")).count()).isZero();
    assertThat(new ListenFds(Map.of()).count()).isZero();
  }

  @Test
  void whatIsNoNumberIsNone() {
    assertThat(count("x", SELF)).isZero();
    assertThat(count("-1", SELF)).isZero();
  }

  private static int count(String count, String pid) {
    return new ListenFds(Map.of("LISTEN_FDS", count, "LISTEN_PID", pid)).count();
  }
}
