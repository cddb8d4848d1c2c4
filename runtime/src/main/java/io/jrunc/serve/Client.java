package io.jrunc.serve;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.engine.Resident;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.KernelWithProcesses;
import io.jrunc.linux.Pid;
import io.jrunc.state.ProcessIdentity;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The door of one request: its client does what only the caller's own process can do. */
final class Client implements FrontDoor, AutoCloseable {
  /** Signals 32 and 33, which the C library of a JVM doesn't tell either. */
  private static final long OF_THE_LIBRARY = 3L << 31;

  private final Resident resident;
  private final Connection connection;
  private final CommandLine.Command command;
  private final CallingProcess caller;
  private final Pid pid;
  private final Kernel engine;
  private final ClientProcesses processes;
  private final Kernel kernel;
  private final ClientOutput output;
  private final ClientOutput error;
  private final PrintStream out;
  private final PrintStream err;
  private boolean hasBegun;
  private List<String> rest = List.of();

  /**
   * Asks nothing yet.
   *
   * @param engine the engine's own kernel
   * @param resident what the engine knows already
   * @param pid of the client
   */
  Client(
      Kernel engine,
      Resident resident,
      Connection connection,
      Pid pid,
      Hello hello,
      CommandLine.Command command) {
    this.resident = resident;
    this.connection = connection;
    this.command = command;
    this.pid = pid;
    this.engine = engine;
    this.caller =
        new CallingProcess(
            pid.toString(),
            Optional.of(hello.blocked()),
            Optional.of(hello.ignored() & ~OF_THE_LIBRARY),
            OptionalInt.of(hello.descriptors()),
            hello.directory().map(Path::of),
            hello.environment());
    this.processes = new ClientProcesses(engine, connection, pid, hello.ignored());
    this.kernel = new KernelWithProcesses(engine, processes);
    this.output = new ClientOutput(connection, 1);
    this.error = new ClientOutput(connection, 2);
    this.out = buffered(output);
    this.err = buffered(error);
  }

  private static PrintStream buffered(ClientOutput output) {
    return new PrintStream(new BufferedOutputStream(output), false, StandardCharsets.UTF_8);
  }

  /** The exit code, or {@link Attendant#HANDED_OVER}; all output is written. */
  int run() {
    int code = command.run(this, out, err);
    flush();
    return code;
  }

  private void flush() {
    out.flush();
    err.flush();
  }

  /** Whether something was done that can't be done once more by a process of the client's own. */
  boolean isCommitted() {
    return hasBegun || output.hasWritten() || error.hasWritten();
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
  public Optional<Resident> resident() {
    return Optional.of(resident);
  }

  @Override
  public Attendant attend() {
    return new ClientAttendant(engine, connection, pid, this::finish, this::flush);
  }

  private List<String> finish(FinishRequest request) {
    List<String> words = new ArrayList<>(command.finish(request));
    words.add(Requests.END);
    rest = List.copyOf(words);
    return rest;
  }

  /** The command line for the end of the program that it waits for; empty if there is none. */
  List<String> rest() {
    return rest;
  }

  @Override
  public void begins(String id, Optional<ProcessIdentity> maker) {
    confirms();
    hasBegun = true;
    connection.tell(
        Requests.begun(maker.isPresent() ? command.cleanup(id, maker.get()) : List.of()));
  }

  @Override
  public void confirms() {
    if (!connection.isQuiet()) {
      throw new ClientGoneException("has ended");
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}
