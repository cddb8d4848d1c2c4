package io.jrunc.serve;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.FinishRequest;
import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.OpenFlag;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leaves it to the client to wait for a program. */
final class ClientAttendant implements Attendant {
  private final Kernel kernel;
  private final Connection client;
  private final Pid pid;
  private final Function<FinishRequest, List<String>> finish;
  private final Runnable flush;
  private Optional<Fd> terminal = Optional.empty();

  /**
   * Asks nothing yet.
   *
   * @param pid of the client
   * @param finish the command line for what is left to do
   * @param flush sends what was written so far, because nothing can be sent later
   */
  ClientAttendant(
      Kernel kernel,
      Connection client,
      Pid pid,
      Function<FinishRequest, List<String>> finish,
      Runnable flush) {
    this.kernel = kernel;
    this.client = client;
    this.pid = pid;
    this.finish = finish;
    this.flush = flush;
  }

  @Override
  public void take(Fd master) {
    terminal = Optional.of(master);
    resize(master);
  }

  /** Its program finds it in the size of the client's; a client without one has none to give. */
  private void resize(Fd master) {
    String input = "/proc/" + pid + "/fd/0";
    try (Fd its =
        kernel.files().open(input, OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_NONBLOCK)) {
      if (kernel.terminals().isatty(its)) {
        kernel.terminals().setWindowSize(master, kernel.terminals().getWindowSize(its));
      }
    } catch (KernelException e) {
      return; // the client gives it once it waits
    }
  }

  @Override
  public void watch(Fd file, Runnable action) {
    throw new IllegalStateException("a client that waits watches nothing for us");
  }

  @Override
  public Optional<ExitStatus> await(PidFd program, Optional<FinishRequest> rest) {
    flush.run();
    List<Fd> files = terminal.isPresent() ? List.of(terminal.get()) : List.of();
    List<String> words = rest.isPresent() ? finish.apply(rest.get()) : List.of();
    client.part(Requests.foreground(program.pid(), files.size(), words), files);
    return Optional.empty();
  }

  @Override
  public void close() {
    terminal.ifPresent(Fd::close);
  }
}
