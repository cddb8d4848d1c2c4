package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramLogTest {
  @Test
  void theLastLinesAreTheReason() {
    assertThat(ProgramLog.reason("one\ntwo\n\nthree\nfour\n")).isEqualTo("two; three; four");
    assertThat(ProgramLog.reason("")).isEmpty();
  }

  @Test
  void whatIsAlwaysThereIsNoReason() {
    assertThat(
            ProgramLog.reason(
                """
                Failed to send 46 bytes to syslog
                No external routable interface for IPv6
                Failed to bind any port for '-u 53', exiting
                """))
        .isEqualTo("Failed to bind any port for '-u 53', exiting");
  }

  @Test
  void aTerminalObeysNothingOfIt() {
    assertThat(ProgramLog.reason("a\u001b[2Jb")).isEqualTo("a?[2Jb");
  }
}
