package io.jrunc.serve;

import io.jrunc.engine.Resident;
import io.jrunc.host.KnownHost;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.state.ProcessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An engine in this process, which ends with the test. */
final class TestEngine implements AutoCloseable {
  static final Kernel KERNEL = JnaKernel.resident();
  private static final Path THIS_PROGRAM = Path.of("/proc/self/exe");

  private final Path path;
  private final Fd signals = KERNEL.signals().signalfd(SignalSet.EMPTY);
  private final Fd stop = KERNEL.files().eventfd();
  private final Server server;
  private final Thread thread;
  private final KnownHost host = new KnownHost(KERNEL.files());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  TestEngine(Path folder, CommandLine commands) {
    this(folder, commands, Duration.ZERO);
  }

  TestEngine(Path folder, CommandLine commands, Duration idleTimeout) {
    this(folder, commands, idleTimeout, THIS_PROGRAM, THIS_PROGRAM);
  }

  /** One of the installation of a program and a jar. */
  TestEngine(Path folder, CommandLine commands, Path program, Path jar) {
    this(folder, commands, Duration.ZERO, program, jar);
  }

  private TestEngine(
      Path folder, CommandLine commands, Duration idleTimeout, Path program, Path jar) {
    this.path = folder.resolve("=serve");
    ServiceLog log =
        new ServiceLog() {
          @Override
          public void tell(String message) {
            told.add(message);
          }

          @Override
          public void detail(String message) {}
        };
    BoundedLog refusals = new BoundedLog(log, InstantSource.system());
    Standing standing = Standing.ofThisProcess(KERNEL.files(), KERNEL.processes().getpid());
    Installation installation = new Installation(KERNEL, program, jar, stop);
    WaitingRoom room = new WaitingRoom(KERNEL);
    Reception reception =
        new Reception(
            KERNEL,
            new Resident(host, new ProcessTable()),
            commands,
            installation,
            standing,
            log,
            refusals,
            room);
    this.server =
        new Server(
            KERNEL, ListeningSocket.at(KERNEL, path), reception, room, idleTimeout, refusals);
    this.thread = new Thread(() -> told.add("ends: " + server.run(signals, stop)));
    thread.start();
  }

  Path path() {
    return path;
  }

  List<String> told() {
    return List.copyOf(told);
  }

  FakeClient client() {
    return new FakeClient(KERNEL, path);
  }

  /** A client that has said which command line it wants. */
  FakeClient client(String... words) {
    FakeClient client = client();
    HelloBytes hello = new HelloBytes();
    hello.words.addAll(List.of(words));
    client.send(hello.bytes());
    return client;
  }

  /** The end of a client that does all that it is asked for. */
  String run(String... words) {
    try (FakeClient client = client(words)) {
      return client.serve();
    }
  }

  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says how many workers were still busy. */
  int end() {
    KERNEL.files().write(stop, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    awaitEnd();
    return server.end();
  }

  @Override
  public void close() {
    end();
    signals.close();
    stop.close();
    host.close();
  }
}
