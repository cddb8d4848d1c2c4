package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalCalls;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SignalMaskOperation;
import io.jrunc.linux.abi.SocketType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JnaSignalCallsTest {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();
  private static final SignalSet PIPE = SignalSet.of(Signal.SIGPIPE);

  private final SignalCalls signals = KERNEL.signals();
  private SignalSet before;

  @BeforeEach
  void blockOne() {
    before = signals.sigprocmask(SignalMaskOperation.SIG_BLOCK, PIPE);
  }

  @AfterEach
  void setBack() {
    signals.sigprocmask(SignalMaskOperation.SIG_SETMASK, before);
  }

  @Test
  void theMaskBeforeIsReturned() {
    assertThat(signals.sigprocmask(SignalMaskOperation.SIG_UNBLOCK, PIPE).contains(Signal.SIGPIPE))
        .isTrue();
    assertThat(signals.sigprocmask(SignalMaskOperation.SIG_BLOCK, PIPE).contains(Signal.SIGPIPE))
        .isFalse();
  }

  @Test
  void aBlockedSignalIsReadFromItsFile() {
    try (Fd signalfd = signals.signalfd(PIPE);
        SocketPair pair = KERNEL.sockets().socketpair(SocketType.SOCK_STREAM)) {
      pair.second().close();
      // the kernel sends the signal to the thread that writes
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> KERNEL.files().write(pair.first(), new byte[] {1}));
      assertThat(KERNEL.files().poll(List.of(PollRequest.readable(signalfd))))
          .containsExactly(Set.of(PollEvent.POLLIN));
      assertThat(signals.read(signalfd)).isEqualTo(Signal.SIGPIPE);
    }
  }
}
