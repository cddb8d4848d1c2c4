package io.jrunc.conformance.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A resident engine of the runtime under test, {@code serve} on a socket of its own, for one user.
 * Closing it stops it.
 */
public final class ResidentEngine implements AutoCloseable {

  /** The variable that tells a command which engine to ask. */
  public static final String VARIABLE = "JRUNC_ENGINE";

  /** What {@link #VARIABLE} says if there is none. */
  public static final String NONE = "none";

  /** A runtime for which this is JRUNC_JAVA can go no other way than through its engine. */
  public static final String NO_JAVA = "/no/such/java";

  /** Commands that are served; the others always go the cold way. */
  private static final Set<String> SERVED =
      Set.of(
          "create", "start", "run", "exec", "kill", "delete", "state", "pause", "resume", "update",
          "ps", "list");

  /** Threads that a JVM starts when it has more to do: compilers, and 32 workers. */
  private static final int MORE_THREADS = 32 + 12;

  private static final Duration TIME_TO_REST = Slowness.scale(Duration.ofSeconds(5));
  private static final Pattern COMPLAINT = Pattern.compile("internal error|^\\tat |^Exception in");

  /** In the engine's log, once for each call that it takes on. */
  private static final Pattern SERVED_LINE =
      Pattern.compile("process \\d+: (?!finish)[^:]*: (-?\\d+|handed over)\\b");

  /**
   * There as well, for a call whose words only a process of its own understands: /dev/stdin, say.
   */
  private static final Pattern LEFT_LINE = Pattern.compile("cold: not a command line");

  /** And for a call that has ended while it was served, as tests kill them. */
  private static final Pattern HUNG_UP_LINE = Pattern.compile("client has ended");

  private final RuntimeUnderTest runtime;
  private final Path socket;
  private final Path log;
  private final RunningCommand process;
  private final AtomicInteger expected = new AtomicInteger();
  private final int threads;
  private final Map<String, Integer> descriptors;

  private ResidentEngine(
      RuntimeUnderTest runtime,
      Path socket,
      Path log,
      RunningCommand process,
      int threads,
      Map<String, Integer> descriptors) {
    this.runtime = runtime;
    this.socket = socket;
    this.log = log;
    this.process = process;
    this.threads = threads;
    this.descriptors = Map.copyOf(descriptors);
  }

  /**
   * Starts one, and returns when it answers.
   *
   * @param runtime who calls the runtime: the engine is his, and serves him only
   * @param socket where it is to listen; beside it is its log
   */
  static ResidentEngine start(RuntimeUnderTest runtime, Path socket, String... options) {
    Path log = socket.resolveSibling(socket.getFileName() + ".log");
    List<String> line = new ArrayList<>(List.of("--debug", "--log", log.toString()));
    line.addAll(List.of("serve", "--socket", socket.toString()));
    line.addAll(List.of(options));
    Command command = runtime.through(Door.COLD).plainCommand(line.toArray(String[]::new));
    RunningCommand process = command.start();
    ResidentEngine first = new ResidentEngine(runtime, socket, log, process, 0, Map.of());
    Await.until("the engine to answer", () -> !process.isAlive() || first.answers());
    if (!process.isAlive()) {
      throw new AssertionError("the engine ended: " + process.await() + "\n" + first.log());
    }
    return new ResidentEngine(runtime, socket, log, process, first.threads(), first.descriptors());
  }

  /** Whether a list of containers comes from there; a command that must go cold fails. */
  private boolean answers() {
    String[] list = {"--root", runtime.root().toString(), "list"};
    RuntimeUnderTest served = runtime.through(Door.SERVED);
    return Files.exists(socket) && served.askingCommand(this, list).execute().exitCode() == 0;
  }

  /** Has a call ask this engine; it fails if it isn't served. */
  public Command warm(Command command) {
    return command.askedOf(this).env("JRUNC_JAVA", NO_JAVA);
  }

  /** Counts a call that is about to ask this engine, and should be served. */
  void expectCall() {
    expected.incrementAndGet();
  }

  static boolean serves(String command) {
    return SERVED.contains(command);
  }

  public RuntimeUnderTest runtime() {
    return runtime;
  }

  public Path socket() {
    return socket;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written: to its log, and to standard error. */
  public String log() {
    return HostFiles.readIfThere(log).orElse("") + process.stderr();
  }

  /** How many calls it has served so far. */
  public long served() {
    return count(SERVED_LINE);
  }

  private long count(Pattern kind) {
    return log().lines().filter(kind.asPredicate()).count();
  }

  /** Calls that should be served, and of which the engine does not know; each has gone cold. */
  private Optional<String> missing() {
    long missing = expected.get() - served() - count(LEFT_LINE) - count(HUNG_UP_LINE);
    List<String> reasons = log().lines().filter(line -> line.contains("cold: ")).toList();
    return missing > 0
        ? Optional.of(missing + " of " + expected + " calls were not served; the log: " + reasons)
        : Optional.empty();
  }

  public int threads() {
    return HostFiles.names(Path.of("/proc", pid() + "/task")).size();
  }

  /** The descriptors that are no files of a JVM, counted by what they lead to: "socket". */
  public Map<String, Integer> descriptors() {
    Map<String, Integer> kinds = new TreeMap<>();
    Path folder = Path.of("/proc", pid() + "/fd");
    for (String name : HostFiles.names(folder)) {
      targetIfThere(folder.resolve(name))
          .filter(target -> !target.matches("/.*\\.(jar|so|jsa|log)|.*/modules|/dev/u?random"))
          .map(target -> target.replaceAll("[0-9]+|(?<=memfd:).*", ""))
          .ifPresent(kind -> kinds.merge(kind, 1, Integer::sum));
    }
    return kinds;
  }

  private static Optional<String> targetIfThere(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty(); // closed meanwhile
    }
  }

  /** Whether there are more descriptors of any kind than at first. */
  private boolean holdsMore() {
    return descriptors().entrySet().stream()
        .anyMatch(kind -> kind.getValue() > most(kind.getKey()));
  }

  /** A JVM keeps a socket of its own from its first channel on, as the one to systemd is. */
  private int most(String kind) {
    return descriptors.getOrDefault(kind, 0) + (kind.equals("socket:[]") ? 1 : 0);
  }

  /** What an engine that nobody asks at the moment must not show, a line each. */
  public List<String> complaints() {
    if (!isAlive()) {
      return List.of("the engine ended: " + log());
    }
    List<String> complaints = new ArrayList<>();
    if (!Await.holdsWithin(TIME_TO_REST, () -> !holdsMore())) {
      complaints.add("open: " + descriptors() + ", at first: " + descriptors);
    }
    if (threads() > threads + MORE_THREADS) {
      complaints.add("threads: " + threads() + ", at first: " + threads);
    }
    log().lines().filter(COMPLAINT.asPredicate()).forEach(complaints::add);
    missing().ifPresent(complaints::add);
    return complaints;
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.signal("KILL");
    process.await();
  }

  /** Ends it by SIGTERM; it must end well. */
  @Override
  public void close() {
    if (isAlive()) {
      process.signal("TERM");
      process.await().succeeds();
    }
  }
}
