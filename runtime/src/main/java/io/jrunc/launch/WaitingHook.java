package io.jrunc.launch;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.program.Conversation;
import java.util.List;

/** A hook's process that has its standard streams, and waits to become the hook. */
public final class WaitingHook implements AutoCloseable {
  private final Kernel kernel;
  private final Fd connection;
  private final Fd report;
  private final PidFd process;
  private final List<Fd> streams;
  private final Ending ending;

  /** How the end of a hook's process is learnt, once it has ended. */
  @FunctionalInterface
  interface Ending {
    ExitStatus of(PidFd process);
  }

  /** How a hook has ended; the report tells of a failed step before it began. */
  public record End(ExitStatus status, Report report) {}

  private WaitingHook(
      Kernel kernel, Fd connection, Fd report, PidFd process, List<Fd> streams, Ending ending) {
    this.kernel = kernel;
    this.connection = connection;
    this.report = report;
    this.process = process;
    this.streams = streams;
    this.ending = ending;
  }

  /**
   * A hook that has introduced itself.
   *
   * @param message its introduction, which is taken over
   * @param report the page of the program that it is in; stays its owner's
   */
  static WaitingHook of(Kernel kernel, Fd connection, Fd report, Message message, Ending ending) {
    Pid pid =
        message
            .sender()
            .flatMap(sender -> sender.pid())
            .orElseThrow(() -> new IllegalStateException("a hook's message has no credentials"));
    try {
      PidFd process = kernel.processes().pidfdOpen(pid);
      return new WaitingHook(kernel, connection, report, process, message.descriptors(), ending);
    } catch (RuntimeException e) {
      message.close();
      throw e;
    }
  }

  /** The process; as a child of init it isn't ours to wait for. */
  public PidFd process() {
    return process;
  }

  /** The empty memory file that will be its standard input. */
  public Fd input() {
    return streams.get(0);
  }

  /** The end of the pipe into which it will write standard output and error. */
  public Fd output() {
    return streams.get(1);
  }

  /** Lets it become the hook. */
  public void begin() {
    kernel.sockets().sendmsg(connection, new byte[] {(byte) Conversation.GO});
  }

  /** How it ended; only to be asked once it has. */
  public End end() {
    ExitStatus status = ending.of(process);
    return new End(status, Report.read(kernel.files(), report));
  }

  /** Forgets the process, which goes on if it has not ended. */
  @Override
  public void close() {
    process.close();
    streams.forEach(Fd::close);
  }
}
