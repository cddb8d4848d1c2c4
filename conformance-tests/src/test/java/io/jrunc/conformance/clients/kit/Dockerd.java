package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Docker's daemon, with a containerd of its own, so that a test of another client may end the usual
 * one. The runtime under test is its default one, by the name {@link #RUNTIME}; "runc" is Debian's.
 * It has the image {@link #IMAGE}.
 */
public final class Dockerd implements AutoCloseable {
  /** The runtime's name in Docker's configuration, for {@code --runtime}. */
  public static final String RUNTIME = "tested";

  /** Busybox. */
  public static final String IMAGE = "box:1";

  private final String name;
  private final Path socket;
  private final Path root;
  private final Path state;
  private final List<String> program;
  private Daemon containerd;
  private Daemon dockerd;

  private Dockerd(String name, Path socket, Path root, Path state, List<String> program) {
    this.name = name;
    this.socket = socket;
    this.root = root;
    this.state = state;
    this.program = List.copyOf(program);
    containerd = startContainerd();
    dockerd = startDockerd();
    docker("load", "--quiet", "--input", Machine.image("box").toString()).succeeds();
  }

  /** The one that all tests share: default folders, default socket, /etc/docker/daemon.json. */
  public static Dockerd shared() {
    return Machine.shared(Dockerd.class, Dockerd::usual);
  }

  private static Dockerd usual() {
    Path config = Path.of("/etc/docker/daemon.json");
    write(config);
    Path run = Path.of("/run");
    return new Dockerd(
        "dockerd",
        run.resolve("docker.sock"),
        Path.of("/var/lib/docker"),
        run.resolve("docker"),
        List.of("dockerd", "--config-file", config.toString()));
  }

  /**
   * Another one beside it, for a test that needs other options or that ends it: with folders and a
   * socket of its own, below /run/NAME, and without networks but {@code none} and {@code host}. It
   * and its containerd find programs in /run/NAME/bin first.
   */
  public static Dockerd own(String name, String... options) {
    Path run = Path.of("/run", name);
    Path config = run.resolve("daemon.json");
    write(config);
    List<String> program =
        new ArrayList<>(
            List.of(
                "unshare", // without a bridge of its own it would remove the other's
                "--net",
                "dockerd",
                "--config-file",
                config.toString(),
                "--data-root",
                run.resolve("root").toString(),
                "--exec-root",
                run.resolve("state").toString(),
                "--host",
                "unix://" + run.resolve("docker.sock"),
                "--pidfile",
                run.resolve("docker.pid").toString(),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false"));
    program.addAll(List.of(options));
    return new Dockerd(
        name, run.resolve("docker.sock"), run.resolve("root"), run.resolve("state"), program);
  }

  private static void write(Path config) {
    try {
      Files.createDirectories(config.getParent());
      Files.writeString(
          config,
          String.format(
              "{\"default-runtime\": \"%s\", \"runtimes\": {\"%s\": {\"path\": \"%s\"}}}%n",
              RUNTIME, RUNTIME, Machine.runtime()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Daemon startContainerd() {
    Path folder = state.resolve("containerd");
    Path config = folder.resolve("containerd.toml");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          config,
          "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n"
              + ("root = \"" + root.resolve("containerd") + "\"\n")
              + ("state = \"" + folder + "\"\n")
              + ("[grpc]\naddress = \"" + containerdSocket() + "\"\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String address = containerdSocket().toString();
    return Daemon.start(
        name + "-containerd",
        List.of("env", path(), "containerd", "--config", config.toString()),
        () -> Call.of("ctr", "--address", address, "version").run().exitCode() == 0);
  }

  private Daemon startDockerd() {
    List<String> command = new ArrayList<>(List.of("env", path()));
    command.addAll(program);
    command.addAll(List.of("--containerd", containerdSocket().toString()));
    return Daemon.start(
        name, command, () -> Files.exists(socket) && docker("version").exitCode() == 0);
  }

  private String path() {
    return "PATH=" + state.resolveSibling("bin") + ":/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  }

  private Path containerdSocket() {
    return state.resolve("containerd/containerd.sock");
  }

  /** Calls {@code docker} with these words. */
  public Outcome docker(String... words) {
    return call(words).run();
  }

  /** The same call, to be changed before it is run: a terminal, an input. */
  public Call call(String... words) {
    List<String> line = new ArrayList<>(List.of("docker", "--host", "unix://" + socket));
    line.addAll(List.of(words));
    return Call.of(line);
  }

  /** Starts a container of {@link #IMAGE} in the background: options, then the command. */
  public String start(List<String> options, String... command) {
    String container = Machine.newName();
    List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", container));
    words.addAll(options);
    words.add(IMAGE);
    words.addAll(List.of(command));
    docker(words.toArray(String[]::new)).succeeds();
    return container;
  }

  /** Runs a container of {@link #IMAGE} to its end, and removes it: options, then the command. */
  public Outcome run(List<String> options, String... command) {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--name", Machine.newName()));
    words.addAll(options);
    words.add(IMAGE);
    words.addAll(List.of(command));
    return docker(words.toArray(String[]::new));
  }

  /** A field of {@code docker inspect}, such as {@code .State.Pid}. */
  public String inspect(String container, String field) {
    return docker("inspect", "--format", "{{" + field + "}}", container)
        .succeeds()
        .stdout()
        .strip();
  }

  /** Removes a container whatever it does; there may be none of that name. */
  public void remove(String container) {
    docker("rm", "--force", "--volumes", container);
  }

  /** The environment variable that leads other clients to it: its address. */
  public String address() {
    return "unix://" + socket;
  }

  /** What the daemon has printed, over all its lives. */
  public String log() {
    return dockerd.log();
  }

  /** Ends the daemon in order, and starts it again; its containerd stays. */
  public void restart() {
    dockerd.close();
    dockerd = startDockerd();
  }

  /** Ends the daemon at once and starts it again; its containerd stays. */
  public void crash() {
    dockerd.kill();
    dockerd = startDockerd();
  }

  /** Ends the daemon and its containerd at once, and starts them again after something else. */
  public void crashAll(Runnable meanwhile) {
    dockerd.kill();
    containerd.kill();
    meanwhile.run();
    containerd = startContainerd();
    dockerd = startDockerd();
  }

  /** Removes all containers, and ends both. */
  @Override
  public void close() {
    docker("ps", "--all", "--quiet").stdout().lines().forEach(this::remove);
    dockerd.close();
    containerd.close();
  }
}
