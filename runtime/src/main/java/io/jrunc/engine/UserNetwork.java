package io.jrunc.engine;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.firewall.HostPorts;
import io.jrunc.host.CallingProcess;
import io.jrunc.host.HostReader;
import io.jrunc.launch.Companion;
import io.jrunc.launch.CompanionLauncher;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.ShutdownHow;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HostLacksException;
import io.jrunc.program.CompanionCompiler;
import io.jrunc.program.SyscallProgram;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import io.jrunc.usernet.CompanionRecord;
import io.jrunc.usernet.NetworkProgram;
import io.jrunc.usernet.Pasta;
import io.jrunc.usernet.ProcAddresses;
import io.jrunc.usernet.ProgramSearch;
import io.jrunc.usernet.Refusal;
import io.jrunc.usernet.Slirp4netns;
import io.jrunc.usernet.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The networks that pasta or slirp4netns are: one process each, which is started while its
 * container is made, and ended when that is deleted. Who it is, and for whom, is in a file before
 * it begins; so the next that is made finds those whose containers are dead.
 */
final class UserNetwork {
  private static final String MODE = pointer(NetworkAnnotations.MODE);
  private static final String FOLDER = "programs";
  private static final char PASSING = '~';

  /** How long a program may take to be ready, and to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Kernel kernel;
  private final CallingProcess caller;
  private final Path folder;
  private final Warnings warnings;
  private final ProcessTable processes = new ProcessTable();

  /**
   * What a container has got.
   *
   * @param addresses its own; those of IPv4 first
   * @param nameServer that asks those of the host, wherever they are
   */
  record Attached(List<IpAddress> addresses, IpAddress nameServer) {}

  /**
   * Nothing happens yet.
   *
   * @param networks folder of all networks' files
   * @param warnings is told if a program can't confine itself
   */
  UserNetwork(Kernel kernel, CallingProcess caller, Path networks, Warnings warnings) {
    this.kernel = kernel;
    this.caller = caller;
    this.warnings = warnings;
    this.folder = networks.resolve(FOLDER);
  }

  private static String pointer(String annotation) {
    return "/annotations/" + annotation;
  }

  /**
   * Starts the program that is asked for, or the first that is there.
   *
   * @param request of the mode pasta, slirp4netns or auto
   * @throws HostLacksException when there is none, or it can't do what it should
   */
  Attached attach(
      NetworkRequest request, String id, PidFd init, ProcessIdentity identity, Rollback rollback) {
    sweep();
    makeFolder();
    NetworkProgram program = null;
    Optional<Path> executable = Optional.empty();
    List<NetworkProgram> candidates = candidates(request.mode(), init);
    for (int i = 0; i < candidates.size() && executable.isEmpty(); i++) {
      program = candidates.get(i);
      executable = search().find(program.name());
    }
    if (program == null || executable.isEmpty()) {
      throw missing(request.mode(), candidates);
    }
    check(request, program);
    rollback.push(() -> release(id));
    run(request, id, program, executable.get(), init, identity);
    return new Attached(addresses(init), program.nameServer());
  }

  /** Ends what a container had; for one that had nothing, nothing. */
  void release(String id) {
    Path file = folder.resolve(id);
    Optional<String> text = new TextFiles(kernel.files()).read(file);
    if (text.isPresent()) {
      CompanionRecord.parse(text.get()).ifPresent(this::end);
      remove(file);
    }
  }

  private static List<NetworkProgram> candidates(NetworkMode mode, PidFd init) {
    List<NetworkProgram> candidates = new ArrayList<>();
    if (mode != NetworkMode.SLIRP4NETNS) {
      candidates.add(new Pasta());
    }
    if (mode != NetworkMode.PASTA) {
      candidates.add(new Slirp4netns(apiSocket(init.pid().number())));
    }
    return candidates;
  }

  /** No container has such a name. */
  private static String apiSocket(int init) {
    return PASSING + Integer.toString(init);
  }

  private ProgramSearch search() {
    String path = caller.environment().getOrDefault("PATH", "");
    return kernel.processes().geteuid() == 0
        ? ProgramSearch.ofRoot(path)
        : ProgramSearch.ofUser(path);
  }

  private static HostLacksException missing(NetworkMode mode, List<NetworkProgram> candidates) {
    NetworkProgram first = candidates.get(0);
    String names =
        mode == NetworkMode.AUTO ? "neither pasta nor slirp4netns" : "no " + first.name();
    return new HostLacksException(
        MODE,
        "there is "
            + names
            + " in PATH, which a network without root's rights needs; on Debian: apt-get install "
            + first.packageName());
  }

  private void check(NetworkRequest request, NetworkProgram program) {
    Optional<Refusal> refusal = program.refusal(request);
    if (refusal.isPresent()) {
      throw new HostLacksException(pointer(refusal.get().annotation()), refusal.get().reason());
    }
    checkPorts(request.publications());
    try {
      kernel.files().open("/dev/net/tun", OpenFlag.O_RDWR).close();
    } catch (KernelException e) {
      throw new HostLacksException(
          MODE, program.name() + " needs the device /dev/net/tun: " + e.errno());
    }
  }

  /** Before: slirp4netns gives no reason, and of a range pasta leaves out what it can't have. */
  private void checkPorts(List<Publication> publications) {
    HostPorts ports = new HostPorts(kernel);
    for (Publication publication : publications) {
      try {
        ports.check(publication);
      } catch (OperationException e) {
        throw new OperationException(pointer(NetworkAnnotations.PUBLISH), "", e);
      }
    }
  }

  /**
   * Some kernels, and containers around us, don't let slirp4netns confine itself. With root's
   * rights it must, since it reads what a container sends.
   */
  private void run(
      NetworkRequest request,
      String id,
      NetworkProgram program,
      Path executable,
      PidFd init,
      ProcessIdentity identity) {
    for (boolean confined : new boolean[] {true, false}) {
      try {
        start(request, id, program, executable, target(init, confined), init, identity);
        return;
      } catch (HostLacksException e) {
        release(id);
        if (!confined || program instanceof Pasta || kernel.processes().geteuid() == 0) {
          throw e;
        }
        warnings.insist(
            id + ": " + program.name() + " runs without its sandbox: " + e.getMessage());
      }
    }
  }

  private Target target(PidFd init, boolean confined) {
    FileStatus theirs = kernel.files().statx("/proc/" + init.pid() + "/ns/user");
    FileStatus own = kernel.files().statx("/proc/self/ns/user");
    return new Target(
        init.pid().number(),
        !theirs.sameFile(own),
        kernel.processes().geteuid() == 0,
        kernel.files().statx("/proc/" + init.pid()).uid() == kernel.processes().geteuid(),
        confined);
  }

  private void start(
      NetworkRequest request,
      String id,
      NetworkProgram program,
      Path executable,
      Target target,
      PidFd init,
      ProcessIdentity identity) {
    CallerFacts facts = new HostReader(kernel, caller).caller();
    Architecture architecture = Architecture.current();
    SyscallProgram steps =
        new CompanionCompiler(architecture)
            .compile(
                MODE,
                executable.toString(),
                program.arguments(request, target),
                List.of(),
                program.files().size(),
                folder.toString(),
                facts);
    try (CompanionFiles files = CompanionFiles.open(kernel, program.files(), init);
        Companion companion =
            new CompanionLauncher(kernel, architecture)
                .start(steps, files.inOrder(), new SignalSet(facts.blockedSignals()))) {
      files.closeWriter();
      ProcessIdentity self = processes.identify(companion.process().pid().number()).orElseThrow();
      keep(
          id,
          new CompanionRecord(identity.pid(), identity.startTime(), self.pid(), self.startTime()));
      companion.begin();
      await(program, companion, files, init);
      if (program instanceof Slirp4netns) {
        publish(request.publications(), folder.resolve(apiSocket(identity.pid())));
      }
    }
  }

  /** Until it has said that it is ready. */
  private void await(
      NetworkProgram program, Companion companion, CompanionFiles files, PidFd init) {
    List<PollRequest> requests =
        List.of(
            PollRequest.readable(files.reader()),
            PollRequest.readable(companion.process().fd()),
            PollRequest.readable(init.fd()));
    List<Set<PollEvent>> events = kernel.files().poll(requests, PATIENCE);
    byte[] word = new byte[16];
    if (events.get(0).contains(PollEvent.POLLIN) && kernel.files().read(files.reader(), word) > 0) {
      return;
    }
    if (!events.get(2).isEmpty()) {
      throw new OperationException("run", program.name(), "the container has ended");
    }
    String end = "not ready after " + PATIENCE.toSeconds() + " seconds";
    if (!events.get(0).isEmpty() || !events.get(1).isEmpty()) {
      end = companion.end();
    }
    String said = files.log();
    throw new HostLacksException(MODE, program.name() + ": " + (said.isEmpty() ? end : said));
  }

  /** Its socket has no use after that, and the container's ports are nobody's to change. */
  private void publish(List<Publication> publications, Path socket) {
    for (Publication publication : publications) {
      List<String> questions = Slirp4netns.questions(publication);
      for (int i = 0; i < questions.size(); i++) {
        String answer = ask(socket, questions.get(i));
        if (!Slirp4netns.isDone(answer)) {
          throw new OperationException(
              pointer(NetworkAnnotations.PUBLISH),
              "",
              "slirp4netns can't listen on "
                  + publication.protocol().word()
                  + " port "
                  + (publication.hostPort() + i)
                  + " of the host: it is in use, or not for this user");
        }
      }
    }
    remove(socket);
  }

  private String ask(Path socket, String question) {
    try (Fd connection =
        kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0)) {
      kernel.sockets().connect(connection, socket.toString());
      kernel.sockets().sendmsg(connection, question.getBytes(StandardCharsets.US_ASCII));
      kernel.sockets().shutdown(connection, ShutdownHow.SHUT_WR);
      return new String(kernel.files().readAll(connection), StandardCharsets.UTF_8);
    }
  }

  private List<IpAddress> addresses(PidFd init) {
    TextFiles files = new TextFiles(kernel.files());
    Path net = Path.of("/proc/" + init.pid() + "/net");
    List<IpAddress> addresses =
        new ArrayList<>(ProcAddresses.v4(files.read(net.resolve("fib_trie")).orElse("")));
    addresses.addAll(ProcAddresses.v6(files.read(net.resolve("if_inet6")).orElse("")));
    return addresses;
  }

  /** Ends those whose containers are dead, whoever should have done it. */
  void sweep() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        names.add(file.getFileName().toString());
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new OperationException("list", folder.toString(), e);
    }
    for (String name : names) {
      Optional<String> text =
          name.charAt(0) == PASSING
              ? Optional.empty()
              : new TextFiles(kernel.files()).read(folder.resolve(name));
      Optional<CompanionRecord> record = text.flatMap(CompanionRecord::parse);
      if (record.isPresent()
          && !processes.isAlive(
              new ProcessIdentity(record.get().initPid(), record.get().initStartTime()))) {
        release(name);
      }
    }
  }

  private void end(CompanionRecord record) {
    ProcessIdentity identity = new ProcessIdentity(record.pid(), record.startTime());
    Optional<HeldProcess> found = HeldProcess.hold(kernel, processes, identity);
    if (found.isPresent()) {
      try (HeldProcess process = found.get()) {
        process.signal(Signal.SIGKILL);
        if (!process.awaitEnd(PATIENCE)) {
          throw new OperationException("end", "process " + process.pid(), "it goes on");
        }
        reap(process.fd());
      }
    }
    remove(folder.resolve(apiSocket(record.initPid())));
  }

  /** It is a child of this process, if this has started it. */
  private void reap(PidFd process) {
    try {
      kernel.processes().waitid(process);
    } catch (KernelException e) {
      if (e.errno() != Errno.ECHILD) {
        throw e;
      }
    }
  }

  private void makeFolder() {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new OperationException("make", folder.toString(), e);
    }
  }

  private void keep(String id, CompanionRecord record) {
    Path unfinished = folder.resolve(PASSING + id);
    try {
      Files.writeString(unfinished, record.text());
      Files.move(unfinished, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new OperationException("write", unfinished.toString(), e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new OperationException("remove", file.toString(), e);
    }
  }
}
