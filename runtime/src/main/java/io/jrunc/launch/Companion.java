package io.jrunc.launch;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Signal;
import io.jrunc.program.Conversation;
import java.time.Duration;
import java.util.List;

/** A process that stays on the host for as long as a container lives; at first it only waits. */
public final class Companion implements AutoCloseable {
  /** For one that has said that it won't be ready. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Kernel kernel;
  private final PidFd process;
  private final Fd connection;
  private final Fd report;

  Companion(Kernel kernel, PidFd process, Fd connection, Fd report) {
    this.kernel = kernel;
    this.process = process;
    this.connection = connection;
    this.report = report;
  }

  /** The process, a child of this one. */
  public PidFd process() {
    return process;
  }

  /** Lets it become what it is for. */
  public void begin() {
    kernel.sockets().sendmsg(connection, new byte[] {(byte) Conversation.GO});
  }

  /** Waits for its end, which is made to come if need be, reaps it, and tells how it was. */
  public String end() {
    if (kernel
        .files()
        .poll(List.of(PollRequest.readable(process.fd())), PATIENCE)
        .get(0)
        .isEmpty()) {
      kernel.processes().pidfdSendSignal(process, Signal.SIGKILL);
    }
    ExitStatus status = kernel.processes().waitid(process);
    Report page = Report.read(kernel.files(), report);
    return page.hasFailed() ? page.reason() : status.toString();
  }

  /** Lets it be; one that has not begun ends. */
  @Override
  public void close() {
    process.close();
    connection.close();
    report.close();
  }
}
