package io.jrunc.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotifySocketTest {
  @ParameterizedTest
  @ValueSource(strings = {"READY=1", "READY=1\n", "STATUS=x\nREADY=1", "READY=1\nMAINPID=3\n"})
  void aLineTellsThatTheServiceIsReady(String message) {
    assertThat(NotifySocket.tellsReady(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "READY=", "READY=10", "READY=0", "XREADY=1", "STATUS=READY=1"})
  void nothingElseDoes(String message) {
    assertThat(NotifySocket.tellsReady(message)).isFalse();
  }
}
