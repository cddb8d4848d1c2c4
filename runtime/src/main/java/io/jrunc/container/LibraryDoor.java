package io.jrunc.container;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.error.KernelException;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.KernelWithProcesses;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.Signal;
import java.util.List;
import java.util.Optional;

/** By which a Java program asks its own engine for one operation: the new process is its child. */
final class LibraryDoor implements FrontDoor {
  private final Offspring offspring;
  private final Kernel kernel;
  private final CallingProcess caller;
  private final ProcessStreams streams;
  private Optional<Fd> terminal = Optional.empty();
  private final Watch watch;
  private Optional<Child> process = Optional.empty();

  /** Waits for the new process. */
  interface Watch {
    /**
     * Begins to wait.
     *
     * @param process whose descriptor is taken over, unless that fails
     * @param rest what is left to do when it ends
     */
    Child begin(PidFd process, Optional<FinishRequest> rest);
  }

  /**
   * Nothing happens yet.
   *
   * @param streams of a new process; they stay the caller's
   * @param watch asked to wait for it
   */
  LibraryDoor(Kernel kernel, CallingProcess caller, ProcessStreams streams, Watch watch) {
    this.watch = watch;
    this.offspring = new Offspring(kernel.processes());
    this.kernel = new KernelWithProcesses(kernel, offspring);
    this.caller = caller;
    this.streams = streams;
  }

  @Override
  public CallingProcess caller() {
    return caller;
  }

  @Override
  public Kernel kernel() {
    return kernel;
  }

  @Override
  public List<Fd> streams() {
    return streams.theirs();
  }

  @Override
  public void runsAs(long uid) {
    streams.giveTo(uid);
  }

  @Override
  public Attendant attend() {
    return new Handover();
  }

  /** The master of the new process's terminal, to be closed by the caller. */
  Optional<Fd> terminal() {
    return terminal;
  }

  /** The new process. */
  Optional<Child> process() {
    return process;
  }

  /** What else the operation has started that goes on, to be closed by the caller. */
  List<PidFd> leftBehind() {
    return offspring.leftBehind();
  }

  /** Leaves it to the program to wait for the process and to look after its terminal. */
  private final class Handover implements Attendant {
    private boolean handedOver;

    @Override
    public void take(Fd master) {
      terminal = Optional.of(master);
    }

    @Override
    public void watch(Fd file, Runnable action) {
      throw new IllegalStateException("nobody waits for what a service manager is to be told");
    }

    @Override
    public Optional<ExitStatus> await(PidFd program, Optional<FinishRequest> left) {
      try {
        process = Optional.of(begin(program, left));
      } catch (RuntimeException | Error e) { // too many open files or threads, say
        end(program, e);
        throw e;
      }
      handedOver = true;
      return Optional.empty();
    }

    private Child begin(PidFd program, Optional<FinishRequest> left) {
      PidFd held = new PidFd(program.pid(), kernel.files().fcntlDupfd(program.fd(), 0));
      try {
        return watch.begin(held, left);
      } catch (RuntimeException | Error e) {
        held.close();
        throw e;
      }
    }

    private void end(PidFd program, Throwable cause) {
      try {
        kernel.processes().pidfdSendSignal(program, Signal.SIGKILL);
        kernel.processes().waitid(program);
      } catch (KernelException e) {
        cause.addSuppressed(e);
      }
    }

    @Override
    public void close() {
      if (!handedOver) {
        terminal.ifPresent(Fd::close);
        terminal = Optional.empty();
      }
    }
  }
}
