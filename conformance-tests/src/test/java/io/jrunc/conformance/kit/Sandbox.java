package io.jrunc.conformance.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one test works with: its containers, a folder, the runtime. When the test ends, however it
 * ends, its containers are deleted by force and must have left nothing.
 */
public final class Sandbox {

  private final Session session;
  private final Optional<OrdinaryUser> user;
  private final List<Container> containers;
  private final List<NetworkLab> labs;
  private final List<ResidentEngine> engines;
  private final List<String> entry;
  private final Door door;

  Sandbox(Session session) {
    this(
        session,
        Optional.empty(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        List.of(),
        Door.configured());
  }

  private Sandbox(
      Session session,
      Optional<OrdinaryUser> user,
      List<Container> containers,
      List<NetworkLab> labs,
      List<ResidentEngine> engines,
      List<String> entry,
      Door door) {
    this.session = session;
    this.user = user;
    this.containers = containers;
    this.labs = labs;
    this.engines = engines;
    this.entry = List.copyOf(entry);
    this.door = door;
  }

  /**
   * The same for an ordinary user: his are all commands, files and bundles; the standard config is
   * {@link Config#rootless}; the runtime keeps state in his home.
   */
  public Sandbox asUser() {
    return as(session.user());
  }

  /** The same for a variant of {@link #asUser}'s user. */
  public Sandbox as(OrdinaryUser ordinary) {
    return new Sandbox(session, Optional.of(ordinary), containers, labs, engines, entry, door);
  }

  /** The same, where all commands are executed by a program that takes them as its arguments. */
  Sandbox within(List<String> prefix) {
    return new Sandbox(session, user, containers, labs, engines, prefix, door);
  }

  /** The same, whose commands of the runtime go this way, as far as they can. */
  public Sandbox through(Door way) {
    return new Sandbox(session, user, containers, labs, engines, entry, way);
  }

  Engines engines() {
    return session.engines();
  }

  /** An engine that no other test uses. It ends with the test, if the test does not end it. */
  public ResidentEngine newEngine(String... options) {
    ResidentEngine engine = ResidentEngine.start(runtime(), newPath("serve"), options);
    engines.add(engine);
    return engine;
  }

  /** The same, where all commands find this text in this file of the machine. */
  public Sandbox showing(String file, String text) {
    Path shown = HostFiles.mode(HostFiles.write(session.newFile("shown"), text), "0644");
    String script = "mount --bind \"$1\" \"$2\" || exit 125; shift 2; exec \"$@\"";
    List<String> prefix = new ArrayList<>(entry);
    prefix.addAll(List.of("unshare", "--mount", "--propagation", "slave", "sh", "-c", script));
    prefix.addAll(List.of("sh", shown.toString(), file));
    return within(prefix);
  }

  /** The same, where all users may open /dev/net/tun, as they may where udev has made it. */
  public Sandbox withTun() {
    Path folder = HostFiles.folder(session.newFile("tun"));
    String script =
        "mount -t tmpfs tun \"$1\" && mknod -m 666 \"$1/tun\" c 10 200"
            + " && mount --bind \"$1/tun\" /dev/net/tun || exit 125; shift; exec \"$@\"";
    List<String> prefix = new ArrayList<>(entry);
    prefix.addAll(List.of("unshare", "--mount", "--propagation", "slave", "sh", "-c", script));
    prefix.addAll(List.of("sh", folder.toString()));
    return within(prefix);
  }

  /** Networks of the test's own; they end with the test, after its containers. */
  public NetworkLab networkLab() {
    Sandbox root =
        new Sandbox(session, Optional.empty(), containers, labs, engines, List.of(), door);
    NetworkLab lab = NetworkLab.open(root);
    labs.add(lab);
    return lab;
  }

  /** The user of {@link #asUser}. */
  public OrdinaryUser user() {
    return user.orElseGet(session::user);
  }

  public RuntimeUnderTest runtime() {
    RuntimeUnderTest runtime = session.runtime().through(door).within(entry);
    return user.map(runtime::as).orElse(runtime);
  }

  /** The folder of the runtime's state of a container. */
  public Path stateFolder(String id) {
    return runtime().root().resolve(id);
  }

  public String newId() {
    return session.newId();
  }

  /** A path that nothing has used: a file, a socket, a folder to be made. */
  public Path newPath(String kind) {
    Path path = session.newFile(kind);
    return user.map(o -> o.home().resolve("files").resolve(path.getFileName())).orElse(path);
  }

  public Path newFolder() {
    Path folder = HostFiles.folder(newPath("d"));
    user.ifPresent(ordinary -> ordinary.own(folder));
    return folder;
  }

  /** Any other program, started and limited as the runtime is. */
  public Command program(String... line) {
    Command command = new Command(session, List.of(line));
    return user.map(ordinary -> command.as(ordinary, ordinary.prefix(runtime().folderToShow())))
        .orElse(command)
        .within(entry);
  }

  /** One of the helper programs of src/test/c. */
  public String tool(String name) {
    return session.tool(name).toString();
  }

  /** A bundle of busybox with the standard config and these edits. */
  public Bundle bundle(Consumer<Config> edits) {
    return bundle(session.newId(), edits);
  }

  /** A container (not created yet) with a bundle of its own. */
  public Container container(Consumer<Config> edits) {
    String id = session.newId();
    return container(id, bundle(id, edits));
  }

  public Container container() {
    return container(config -> {});
  }

  /** A container of this id with a bundle that may serve others as well. */
  public Container container(String id, Bundle bundle) {
    return remembered(new Container(runtime(), runtime().root(), bundle, id));
  }

  /** A container whose state is kept in another folder than that of the suite. */
  public Container containerAt(Path root, Consumer<Config> edits) {
    String id = session.newId();
    return remembered(new Container(runtime(), root, bundle(id, edits), id));
  }

  private Container remembered(Container container) {
    synchronized (containers) {
      containers.add(container);
    }
    return container;
  }

  private Bundle bundle(String id, Consumer<Config> edits) {
    if (user.isPresent()) {
      Config rootless = Config.rootless();
      edits.accept(rootless);
      return session.newBundle(user.get(), id, rootless);
    }
    Config config = Config.standard().set("/linux/cgroupsPath", session.cgroupsPath(id));
    edits.accept(config);
    return session.newBundle(id, config);
  }

  /** Deletes what the test made; returns what is left all the same, a line each. */
  List<String> close() {
    List<String> left = new ArrayList<>();
    for (Container container : containers) {
      if (!container.traces().isEmpty()) {
        container.delete("--force");
      }
      List<String> traces = container.traces();
      if (!traces.isEmpty()) {
        left.addAll(traces);
        Leftovers.remove(container.id());
      }
    }
    labs.forEach(lab -> left.addAll(lab.end()));
    engines.forEach(ResidentEngine::close);
    return left;
  }
}
