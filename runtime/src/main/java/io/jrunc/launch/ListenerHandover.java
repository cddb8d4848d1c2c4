package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.program.ReportPage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/**
 * Takes the listener's end of a filter from the program that installs it. The program makes no
 * system call for that, as any could be one that waits for the listener: it tells the descriptor's
 * number in its report page, and waits there for an answer.
 */
final class ListenerHandover {
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int GIVEN_UP = ReportPage.TAKEN + 1;

  private final Kernel kernel;
  private final Fd page;
  private final Fd connection;

  /**
   * A handover that the program has announced.
   *
   * @param page its report page
   * @param connection to it, whose end says that it has failed
   */
  ListenerHandover(Kernel kernel, Fd page, Fd connection) {
    this.kernel = kernel;
    this.page = page;
    this.connection = connection;
  }

  /** Returns once the receiver has it, or the program has ended without. */
  void take(PidFd program, ListenerReceiver receiver) {
    int number = number();
    while (number == 0) {
      boolean ended =
          !kernel.files().poll(List.of(PollRequest.readable(connection)), PAUSE).get(0).isEmpty();
      number = number();
      if (ended && number == 0) {
        return;
      }
    }
    int answer = GIVEN_UP;
    try (Fd listener = kernel.processes().pidfdGetfd(program, number)) {
      receiver.receive(program.pid(), listener);
      answer = ReportPage.TAKEN;
    } finally {
      answer(answer);
    }
  }

  private int number() {
    byte[] word = new byte[Integer.BYTES];
    kernel.files().pread(page, word, ReportPage.NOTIFIER);
    return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private void answer(int value) {
    byte[] word =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    kernel.files().pwrite(page, word, ReportPage.NOTIFIER_TAKEN);
  }
}
