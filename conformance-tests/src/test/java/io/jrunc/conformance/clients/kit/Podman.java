package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Podman and Buildah, called by root or by the ordinary user someone, with the runtime under test
 * as their default. There is no daemon: what is shared is the configuration and the image box:1.
 */
public abstract sealed class Podman implements AutoCloseable permits Podman.OfRoot, Podman.OfUser {
  private static final Path CONFIGURATION = Path.of("/etc/containers/containers.conf");

  private Podman() {
    configure();
    run("load", "--quiet", "--input", Machine.image("box").toString()).succeeds();
  }

  /** Called by root. */
  public static Podman ofRoot() {
    return Machine.shared(OfRoot.class, OfRoot::new);
  }

  /** Called by the ordinary user someone, rootless. */
  public static Podman ofUser() {
    return Machine.shared(OfUser.class, OfUser::new);
  }

  /** Any program, called by this Podman's user with his environment. */
  public abstract Call call(List<String> words);

  /** {@code podman WORDS}. */
  public Call podman(String... words) {
    return call(line("podman", words));
  }

  /** {@code buildah WORDS}, which calls a runtime only if it is told to. */
  public Call buildah(String... words) {
    return call(line("buildah", words)).env("BUILDAH_ISOLATION", "oci");
  }

  public Outcome run(String... words) {
    return podman(words).run();
  }

  /** What a command that succeeds prints, without the last line's end. */
  public String print(String... words) {
    return run(words).succeeds().stdout().strip();
  }

  /** Removes a container, as soon as it was killed. */
  public void remove(String container) {
    run("rm", "--force", "--time", "0", container).succeeds();
  }

  /** Ends all that is left, so that the machine is as it was. */
  @Override
  public void close() {
    run("pod", "rm", "--all", "--force", "--time", "0");
    run("rm", "--all", "--force", "--time", "0");
    run("system", "migrate"); // ends the process that holds the namespaces of an ordinary user
  }

  private static List<String> line(String program, String... words) {
    List<String> line = new ArrayList<>();
    line.add(program);
    line.addAll(List.of(words));
    return line;
  }

  /**
   * Debian's Podman would choose crun, whose default it is; docs/podman.md tells the rest. The
   * limits are for machines that may not raise their own, as CI's.
   */
  private static void configure() {
    String name = Machine.runtimeName();
    HostFiles.write(
        CONFIGURATION,
        """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=20000:20000"]
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        runtime = "%s"
        runtime_supports_json = ["crun", "runc", "jrunc"]
        [engine.runtimes]
        %s = ["%s"]
        """
            .formatted(name, name, Machine.runtime()));
    if (!HostFiles.read("/etc/subuid").contains("containers:")) { // for --userns=auto of root
      Call.of("useradd", "--system", "--no-create-home", "containers").run().succeeds();
      for (String file : List.of("/etc/subuid", "/etc/subgid")) {
        HostFiles.write(Path.of(file), HostFiles.read(file) + "containers:500000:100000\n");
      }
    }
  }

  static final class OfRoot extends Podman {
    @Override
    public Call call(List<String> words) {
      return quiet(Call.of(words));
    }
  }

  static final class OfUser extends Podman {
    @Override
    public Call call(List<String> words) {
      return quiet(Call.of(words)).as("someone", 1000).in(Path.of("/home/someone"));
    }
  }

  private static Call quiet(Call call) {
    return call.env("PODMAN_IGNORE_CGROUPSV1_WARNING", "1");
  }
}
