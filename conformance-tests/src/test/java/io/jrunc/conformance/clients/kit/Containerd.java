package io.jrunc.conformance.clients.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.HostFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * containerd with the images of {@code /images} and a configuration for the runtime under test,
 * which the CRI knows by the name "jrunc": the lines are those of {@code docs/containerd.md}.
 */
public final class Containerd implements AutoCloseable {
  /** The image that all tests use: busybox. */
  public static final String BOX = "docker.io/library/box:1";

  private static final String PAGE = "docs/containerd.md";
  private static final String PAGE_OF_SYSTEMD = "docs/kubernetes.md";
  private static final String PROGRAM_ON_THE_PAGE = "/usr/local/bin/jrunc";
  private static final String BLOCK = "```toml\n";
  private static final String FOLDERS =
      """
      root = "%s"
      state = "%s"

      [grpc]
        address = "%s/containerd.sock"
      """;
  // A score below one's own needs CAP_SYS_RESOURCE, which a machine of tests may lack.
  private static final String ADDED_TO_1 =
      """

      [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "docker.io/library/pause:1"
        restrict_oom_score_adj = true

      [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = "/usr/lib/cni"
      """;
  private static final String ADDED_TO_2 =
      """

      [plugins."io.containerd.cri.v1.images".pinned_images]
        sandbox = "docker.io/library/pause:1"

      [plugins."io.containerd.cri.v1.runtime"]
        restrict_oom_score_adj = true

      [plugins."io.containerd.cri.v1.runtime".cni]
        bin_dirs = ["/usr/lib/cni"]
      """;

  private final String name;
  private final Path state;
  private final Path configuration;
  private Daemon daemon;

  private Containerd(String page, String name, Path root, Path state, Path configuration) {
    this.name = name;
    this.state = state;
    this.configuration = configuration;
    try {
      Files.createDirectories(configuration.getParent());
      Files.writeString(configuration, text(page, root, state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon = launch();
    for (String image : HostFiles.names(Path.of("/images"))) {
      ctr("image", "import", "/images/" + image).run().succeeds();
      // the CRI looks for images in a namespace of its own
      ctr("--namespace", "k8s.io", "image", "import", "/images/" + image).run().succeeds();
    }
  }

  /** The one of the machine, with containerd's default folders and socket. */
  public static Containerd shared() {
    return Machine.shared(
        Containerd.class,
        () ->
            new Containerd(
                PAGE,
                "containerd",
                Path.of("/var/lib/containerd"),
                Path.of("/run/containerd"),
                Path.of("/etc/containerd/config.toml")));
  }

  /** One that a test has for itself, to kill it say. Whoever asked closes it. */
  public static Containerd own() {
    return own(PAGE);
  }

  /** The same, with the lines of docs/kubernetes.md: the CRI's containers are units of systemd. */
  public static Containerd ofSystemd() {
    return own(PAGE_OF_SYSTEMD);
  }

  private static Containerd own(String page) {
    String name = "containerd-" + Machine.newName();
    return new Containerd(
        page,
        name,
        Path.of("/var/lib/containerd", name),
        Path.of("/run", name),
        Path.of("/etc", name, "config.toml"));
  }

  /** The folder of its socket, of its shims' sockets and of the bundles of its tasks. */
  public Path state() {
    return state;
  }

  /** Where its clients, the CRI's among them, reach it. */
  public Path socket() {
    return state.resolve("containerd.sock");
  }

  /** The folder in which the runtime keeps the containers of one of containerd's namespaces. */
  public static Path containers(String namespace) {
    return Path.of("/run/containerd/runc", namespace);
  }

  /** A call of {@code ctr}, in the namespace "default" if the words name no other. */
  public Call ctr(String... words) {
    List<String> line = new ArrayList<>(List.of("ctr", "--address", socket().toString()));
    line.addAll(List.of(words));
    return Call.of(line);
  }

  /** {@code ctr run} with the runtime under test; the words are options, image, name, command. */
  public Call run(String... words) {
    List<String> line =
        new ArrayList<>(List.of("run", "--runc-binary", Machine.runtime().toString()));
    line.addAll(List.of(words));
    return ctr(line.toArray(String[]::new));
  }

  /** A call of {@code ctr tasks}. */
  public Call tasks(String... words) {
    List<String> line = new ArrayList<>(List.of("tasks"));
    line.addAll(List.of(words));
    return ctr(line.toArray(String[]::new));
  }

  /** A call of {@code ctr tasks exec}; the words are options, container, command. */
  public Call exec(String id, String... words) {
    List<String> line = new ArrayList<>(List.of("exec", "--exec-id", id));
    line.addAll(List.of(words));
    return tasks(line.toArray(String[]::new));
  }

  /** Starts a container of {@link #BOX} that goes on until it is killed. */
  public String sleeping(String... options) {
    String container = Machine.newName();
    List<String> line = new ArrayList<>(List.of("--detach"));
    line.addAll(List.of(options));
    line.addAll(List.of(BOX, container, "/bin/sleep", "1000"));
    run(line.toArray(String[]::new)).run().succeeds();
    return container;
  }

  /** Kills and deletes a container, and its task if it has one. */
  public void remove(String container) {
    ctr("tasks", "delete", "--force", container).run();
    ctr("containers", "delete", container).run().succeeds();
  }

  /** What {@code ctr tasks ls} says of a container, RUNNING say; empty if there is no task. */
  public String status(String container) {
    return listed().stream()
        .filter(words -> words[0].equals(container))
        .map(words -> words[2])
        .findFirst()
        .orElse("");
  }

  /** The process of a container's task. */
  public long pid(String container) {
    return listed().stream()
        .filter(words -> words[0].equals(container))
        .mapToLong(words -> Long.parseLong(words[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no task of " + container));
  }

  /** The running tasks, with their processes. */
  public Map<String, Long> running() {
    return listed().stream()
        .filter(words -> words[2].equals("RUNNING"))
        .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
  }

  /** Name, process and status of each task. */
  private List<String[]> listed() {
    return tasks("ls")
        .run()
        .succeeds()
        .stdout()
        .lines()
        .skip(1)
        .map(line -> line.trim().split("\\s+", -1))
        .filter(words -> words.length == 3)
        .toList();
  }

  /** What containerd has logged, over all its lives. */
  public String log() {
    return daemon.log();
  }

  /** Ends containerd by SIGKILL; containers and their shims go on. */
  public void kill() {
    daemon.kill();
  }

  /** Starts it again after {@link #kill}. */
  public void start() {
    daemon = launch();
  }

  @Override
  public void close() {
    daemon.close();
  }

  private Daemon launch() {
    return Daemon.start(
        name,
        List.of("containerd", "--config", configuration.toString()),
        () -> ctr("version").run().exitCode() == 0);
  }

  private static String text(String page, Path root, Path state) {
    boolean isOne =
        Call.of("containerd", "--version").run().succeeds().stdout().contains("containerd 1.");
    return isOne
        ? fromThePage(page, "version = 2\n", ADDED_TO_1, root, state)
        : fromThePage(page, "version = 3\n", ADDED_TO_2, root, state);
  }

  /** The page's block that begins so, with folders, more lines, and the program under test. */
  private static String fromThePage(
      String page, String beginning, String more, Path root, Path state) {
    String text = HostFiles.read(Path.of(System.getProperty("jrunc.checkout", ""), page));
    int begin = text.indexOf(BLOCK + beginning);
    assertThat(begin).as("a block of %s that begins with %s", page, beginning).isNotNegative();
    int body = begin + BLOCK.length() + beginning.length();
    String lines = text.substring(body, text.indexOf("```\n", body));
    assertThat(lines).contains(PROGRAM_ON_THE_PAGE);
    return beginning
        + FOLDERS.formatted(root, state, state)
        + lines.replace(PROGRAM_ON_THE_PAGE, Machine.runtime().toString())
        + more;
  }
}
