package io.jrunc.engine;

import io.jrunc.console.Foreground;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.jna.JnaKernel;
import java.util.Map;
import java.util.Optional;

/** The door of a process that has an engine of its own for one command, and is the caller. */
public final class ThisProcess implements FrontDoor {
  private final CallingProcess caller;
  private Optional<Kernel> kernel = Optional.empty();

  /** Nothing happens yet. */
  public ThisProcess(Map<String, String> environment) {
    this.caller = CallingProcess.self(environment);
  }

  @Override
  public CallingProcess caller() {
    return caller;
  }

  @Override
  public synchronized Kernel kernel() {
    if (kernel.isEmpty()) {
      JnaKernel made = JnaKernel.forOneCommand();
      Thread loader = new Thread(made::load, "jna-loader"); // it takes longer than reading a bundle
      loader.setDaemon(true);
      loader.start();
      kernel = Optional.of(made);
    }
    return kernel.get();
  }

  @Override
  public Kernel kernelForReading() {
    return JnaKernel.forOneCommand();
  }

  @Override
  public Attendant attend() {
    return new Here(Foreground.open(kernel()));
  }

  /** Waits in this process. */
  private record Here(Foreground foreground) implements Attendant {
    @Override
    public void take(Fd master) {
      foreground.take(master);
    }

    @Override
    public void watch(Fd file, Runnable action) {
      foreground.watch(file, action);
    }

    @Override
    public Optional<ExitStatus> await(PidFd program, Optional<FinishRequest> rest) {
      return Optional.of(foreground.await(program));
    }

    @Override
    public void close() {
      foreground.close();
    }
  }
}
