package io.jrunc.container;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.KernelWithProcesses;
import io.jrunc.linux.PidFd;
import java.util.List;
import java.util.Optional;

/** By which a Java program asks its own engine for one operation: the new process is its child. */
final class LibraryDoor implements FrontDoor {
  private final Offspring offspring;
  private final Kernel kernel;
  private final CallingProcess caller;
  private final ProcessStreams streams;
  private Optional<Fd> terminal = Optional.empty();
  private Optional<PidFd> process = Optional.empty();
  private Optional<FinishRequest> rest = Optional.empty();

  /**
   * Nothing happens yet.
   *
   * @param streams of a new process; they stay the caller's
   */
  LibraryDoor(Kernel kernel, CallingProcess caller, ProcessStreams streams) {
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
  public Kernel kernelForReading() {
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
  public void begins(String id, Undo undo) {
    // the caller's end and ours are one
  }

  @Override
  public Attendant attend() {
    return new Handover();
  }

  /** The master of the new process's terminal, to be closed by the caller. */
  Optional<Fd> terminal() {
    return terminal;
  }

  /** The new process, a child of this one, to be closed by the caller. */
  Optional<PidFd> process() {
    return process;
  }

  /** What else the operation has started that goes on, to be closed by the caller. */
  List<PidFd> leftBehind() {
    return offspring.leftBehind();
  }

  /** What is left to do when it ends. */
  Optional<FinishRequest> rest() {
    return rest;
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
      process = Optional.of(new PidFd(program.pid(), kernel.files().fcntlDupfd(program.fd(), 0)));
      rest = left;
      handedOver = true;
      return Optional.empty();
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
