package io.jrunc.box;

import io.jrunc.box.BoxRequest.Limits;
import io.jrunc.box.BoxRequest.Mode;
import io.jrunc.error.OperationException;
import io.jrunc.spec.Capabilities;
import io.jrunc.spec.Hooks;
import io.jrunc.spec.Process;
import io.jrunc.spec.Root;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import io.jrunc.spec.User;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the config.json of a box. Does no I/O. */
public final class BoxSpec {
  /** Annotation that tells a box from other containers; its value is the {@link Mode}. */
  public static final String ANNOTATION = "io.jrunc.box";

  /** Where a box has process 1, which passes signals on to the command. */
  static final String INIT = "/dev/init";

  /** The root of a box that has none of its own: an empty folder of the bundle. */
  static final String EMPTY_ROOT = "rootfs";

  /**
   * What root needs to be root of a box: to be any user, and to own any file. Not among them, nor
   * among those that engines give: to make devices.
   */
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_RAW",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  private final BoxRequest request;
  private final BoxHost host;
  private final Map<String, String> origins = new HashMap<>();

  private BoxSpec(BoxRequest request, BoxHost host) {
    this.request = request;
    this.host = host;
  }

  /**
   * The config.json that does what the request asks for.
   *
   * @throws OperationException naming the option that can't be had on this host
   */
  public static BoxConfig of(BoxRequest request, BoxHost host) {
    BoxSpec box = new BoxSpec(request, host);
    Spec spec = box.spec();
    return new BoxConfig(spec, box.origins);
  }

  private Spec spec() {
    BoxMounts mounts = new BoxMounts(request, host);
    origins.putAll(mounts.origins());
    origins.put("/root/path", "--rootfs");
    origins.put("/hostname", "--hostname");
    return new Spec(
        "1.3.0",
        request.rootfs().isPresent()
            ? new Root(request.rootfs().get().toString(), request.readOnly())
            : new Root(EMPTY_ROOT, true),
        mounts.all(),
        process(),
        hostname(),
        null,
        Hooks.none(),
        annotations(),
        linux());
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(ANNOTATION, request.mode() == Mode.DETACHED ? "detached" : "foreground");
    if (request.network().isPresent()) {
      BoxNetwork network = new BoxNetwork(request.network().get(), host);
      annotations.putAll(network.annotations());
      origins.putAll(network.origins());
    }
    return annotations;
  }

  private String hostname() {
    return request.hostname().orElse(request.name().orElse("box"));
  }

  private Process process() {
    origins.put("/process/user", "--user");
    origins.put("/process/cwd", "--workdir");
    return new Process(
        host.terminal().isPresent(),
        host.terminal().filter(size -> size.height() > 0).orElse(null),
        user(),
        arguments(),
        new BoxEnvironment(request, host).entries(),
        request.directory().orElse("/"),
        new Capabilities(CAPABILITIES, CAPABILITIES, List.of(), CAPABILITIES, List.of()),
        List.of(),
        request.rootfs().isEmpty(), // else su and sudo of the root file system would not work
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(INIT));
    if (request.mode() == Mode.DETACHED) {
      arguments.add("-q");
    }
    arguments.addAll(request.command());
    if (request.command().isEmpty()) {
      arguments.add(host.shell());
    }
    return arguments;
  }

  private User user() {
    User user = request.user().orElse(User.root());
    if (!BoxHost.isMapped(host.uidMappings(), user.uid())
        || !BoxHost.isMapped(host.gidMappings(), user.gid())) {
      throw new OperationException(
          "--user",
          user.uid() + ":" + user.gid(),
          "there is only 0:0 in a box of yours, which has one id: give yourself others in"
              + " /etc/subuid and /etc/subgid, and install uidmap");
    }
    return user;
  }

  private Linux linux() {
    Linux sample = SampleSpec.root().linux();
    return new Linux(
        namespaces(),
        host.uidMappings(),
        host.gidMappings(),
        Map.of(),
        List.of(),
        Map.of(),
        null,
        resources(sample.resources()),
        null,
        null,
        request.network().isPresent()
            ? new BoxNetwork(request.network().get(), host).sysctls()
            : Map.of(),
        null,
        null,
        sample.maskedPaths(),
        sample.readonlyPaths(),
        null,
        null);
  }

  private List<Namespace> namespaces() {
    List<Namespace> namespaces = new ArrayList<>();
    for (NamespaceType type :
        List.of(
            NamespaceType.PID,
            NamespaceType.NETWORK,
            NamespaceType.IPC,
            NamespaceType.UTS,
            NamespaceType.MOUNT,
            NamespaceType.CGROUP)) {
      namespaces.add(new Namespace(type, null));
    }
    if (host.separatesUsers()) {
      namespaces.add(new Namespace(NamespaceType.USER, null));
    }
    return namespaces;
  }

  private Resources resources(Resources sample) {
    Limits limits = request.limits();
    origins.put("/linux/resources/memory", "--memory");
    origins.put("/linux/resources/cpu", "--cpus");
    origins.put("/linux/resources/pids", "--pids-limit");
    Resources none = Resources.none();
    return new Resources(
        host.separatesUsers() ? List.of() : sample.devices(),
        new Memory(limits.memory().orElse(null), null, null, null, null, null, null, null, false),
        cpu(limits.cpuMicros()),
        new Pids(limits.pids().orElse(null)),
        none.blockIo(),
        List.of(),
        none.network(),
        Map.of(),
        Map.of());
  }

  private static Cpu cpu(Optional<Long> micros) {
    return micros.isEmpty()
        ? Cpu.none()
        : new Cpu(null, micros.get(), null, Limits.CPU_PERIOD, null, null, null, null, null);
  }
}
