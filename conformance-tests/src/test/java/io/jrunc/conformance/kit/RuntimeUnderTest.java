package io.jrunc.conformance.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The executable that the suite judges, called with a state folder of the suite's own. */
public final class RuntimeUnderTest {

  private final Session session;
  private final Path executable;
  private final String name;
  private final Optional<OrdinaryUser> user;
  private final List<String> entry;
  private final Door door;

  private RuntimeUnderTest(
      Session session,
      Path executable,
      String name,
      Optional<OrdinaryUser> user,
      List<String> entry,
      Door door) {
    this.session = session;
    this.executable = executable;
    this.name = name;
    this.user = user;
    this.entry = List.copyOf(entry);
    this.door = door;
  }

  static RuntimeUnderTest of(Session session, Path executable) {
    String version =
        new Command(session, List.of(executable.toString(), "--version")).execute().stdout();
    int end = version.indexOf(' ');
    return new RuntimeUnderTest(
        session,
        executable,
        end < 0 ? "" : version.substring(0, end),
        Optional.empty(),
        List.of(),
        Door.configured());
  }

  /** The same runtime, called by this user. */
  RuntimeUnderTest as(OrdinaryUser ordinary) {
    return new RuntimeUnderTest(session, executable, name, Optional.of(ordinary), entry, door);
  }

  /** The same runtime, called through these words, as {@link Command#within} has them. */
  RuntimeUnderTest within(List<String> prefix) {
    return new RuntimeUnderTest(session, executable, name, user, prefix, door);
  }

  /** The same runtime, whose commands all try to go this way. */
  RuntimeUnderTest through(Door way) {
    return new RuntimeUnderTest(session, executable, name, user, entry, way);
  }

  Optional<OrdinaryUser> user() {
    return user;
  }

  /** What is executed first, to get into namespaces. */
  List<String> entry() {
    return entry;
  }

  /** The executable that -Djrunc.runtime gives by path or by name; none where there is no such. */
  static Optional<Path> configured() {
    String given = System.getProperty("jrunc.runtime", "");
    return given.contains("/")
        ? Optional.of(Path.of(given).toAbsolutePath().normalize()).filter(Files::isExecutable)
        : Host.program(given);
  }

  /** "runc", "crun" or "jrunc": the first word that --version says. */
  public String name() {
    return name;
  }

  /** Where its caller finds it. */
  public Path executable() {
    return user.isPresent() && !isInstalled()
        ? user.get().runtime().resolve("bin").resolve(executable.getFileName())
        : executable;
  }

  /** Whether everybody can reach it where it is; what was built may be in somebody's home. */
  private boolean isInstalled() {
    return executable.startsWith("/usr") || executable.startsWith("/bin");
  }

  /** The folder that an ordinary user must be shown to find the runtime; empty for none. */
  String folderToShow() {
    return isInstalled() ? "" : String.valueOf(executable.resolve("../..").normalize());
  }

  /** The folder that --root is set to. */
  Path root() {
    return user.map(OrdinaryUser::stateRoot).orElseGet(session::runtimeRoot);
  }

  /** A call with --root set to the suite's state folder. */
  public Command command(String... arguments) {
    return commandAt(root(), arguments);
  }

  /** A call with --root set to this folder. */
  public Command commandAt(Path root, String... arguments) {
    List<String> line = new ArrayList<>(List.of("--root", root.toString()));
    line.addAll(List.of(arguments));
    return plainCommand(line.toArray(String[]::new));
  }

  /** A call with these arguments and nothing else. */
  public Command plainCommand(String... arguments) {
    boolean asks = door != Door.COLD && NetworkLab.isOutside(entry);
    return asks ? askingCommand(session.engines().of(this), arguments) : coldCommand(arguments);
  }

  private Command coldCommand(String... arguments) {
    Command command = new Command(session, line(arguments));
    user.ifPresent(ordinary -> command.as(ordinary, ordinary.prefix(folderToShow())));
    return command.within(entry);
  }

  /** A call that asks this engine, from its own mount namespace, since others aren't served. */
  Command askingCommand(ResidentEngine engine, String... arguments) {
    Command command = new Command(session, line(arguments)).askedOf(engine);
    user.ifPresent(ordinary -> command.as(ordinary, ordinary.prefixIn(engine.pid())));
    if (door == Door.SERVED) {
      command.env("JRUNC_JAVA", ResidentEngine.NO_JAVA);
    }
    return command.within(entry);
  }

  private List<String> line(String... arguments) {
    List<String> line = new ArrayList<>(List.of(executable().toString()));
    line.addAll(List.of(arguments));
    return line;
  }
}
