package io.jrunc.serve;

import io.jrunc.engine.Resident;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.host.KnownHost;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.notify.ServiceManager;
import io.jrunc.state.ProcessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A resident engine: from the start of its process to its end. */
public final class Service {
  private static final String LISTEN_PID = "LISTEN_PID";
  private static final String LISTEN_FDS = "LISTEN_FDS";
  private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

  private final Kernel kernel;
  private final CommandLine commands;
  private final ServiceLog log;

  /**
   * Nothing happens yet.
   *
   * @param kernel of a process that stays
   * @param commands understands what clients want
   */
  public Service(Kernel kernel, CommandLine commands, ServiceLog log) {
    this.kernel = kernel;
    this.commands = commands;
    this.log = log;
  }

  /**
   * What is asked for.
   *
   * @param socket where clients connect
   * @param idleTimeout after so long without a client it ends; zero for never
   * @param program of its clients
   * @param jar of this engine
   * @param environment tells of systemd, if that has started us
   */
  public record Options(
      Path socket, Duration idleTimeout, Path program, Path jar, Map<String, String> environment) {
    public Options {
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Serves until a signal comes, or nobody does. The signals {@code TERM}, {@code INT}, {@code HUP}
   * and {@code QUIT} have to be blocked in all threads.
   *
   * @throws OperationException if it can't listen, or could serve nobody
   */
  public void run(Options options) {
    kernel.namespaces().unshare(CloneFlag.CLONE_FS); // what each worker needs
    Standing standing = Standing.ofThisProcess(kernel.files(), kernel.processes().getpid());
    BoundedLog refusals = new BoundedLog(log, InstantSource.system());
    try (Fd signals = kernel.signals().signalfd(Server.endings());
        Fd stop = kernel.files().eventfd();
        KnownHost host = new KnownHost(kernel.files());
        ListeningSocket listening = listen(options);
        WaitingRoom waitingRoom = new WaitingRoom(kernel)) {
      Installation installation = new Installation(kernel, options.program(), options.jar(), stop);
      Reception reception =
          new Reception(
              kernel,
              new Resident(host, new ProcessTable()),
              commands,
              installation,
              standing,
              log,
              refusals,
              waitingRoom);
      Server server =
          new Server(kernel, listening, reception, waitingRoom, options.idleTimeout(), refusals);
      String manager = options.environment().getOrDefault(NOTIFY_SOCKET, "");
      log.tell("serves at " + listening.place());
      tell(manager, "READY=1");
      String reason = server.run(signals, stop);
      log.tell("ends: " + reason);
      tell(manager, "STOPPING=1");
      int left = server.end();
      log.tell(left == 0 ? "has ended" : "has ended, and cut off " + left);
    }
  }

  /** Without a service manager, or with one that doesn't listen, we do without. */
  private void tell(String manager, String state) {
    if (manager.isEmpty()) {
      return;
    }
    try {
      new ServiceManager(kernel, manager).tell(state);
    } catch (KernelException e) {
      return;
    }
  }

  private ListeningSocket listen(Options options) {
    Map<String, String> environment = options.environment();
    String forWhom = environment.getOrDefault(LISTEN_PID, "");
    if (!forWhom.equals(kernel.processes().getpid().toString())) {
      return ListeningSocket.at(kernel, options.socket());
    }
    String count = environment.getOrDefault(LISTEN_FDS, "");
    if (!count.equals("1")) {
      throw new OperationException(LISTEN_FDS, "", "one socket is needed, not \"" + count + "\"");
    }
    return ListeningSocket.ofSystemd(kernel);
  }
}
