package io.jrunc.spec;

import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The configs that {@code spec} writes for people to start from: a shell on a terminal, with little
 * power. They say what those of runc say, except for version and host name.
 */
public final class SampleSpec {
  private SampleSpec() {}

  /** A container to be created by root. */
  public static Spec root() {
    Resources resources =
        new Resources(
            List.of(new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm")),
            Memory.none(),
            Cpu.none(),
            Pids.none(),
            BlockIo.none(),
            List.of(),
            Network.none(),
            Map.of(),
            Map.of());
    List<Mount> mounts =
        mounts(
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    return spec(
        mounts,
        linux(
            namespaces(
                NamespaceType.PID,
                NamespaceType.NETWORK,
                NamespaceType.IPC,
                NamespaceType.UTS,
                NamespaceType.MOUNT),
            List.of(),
            List.of(),
            resources));
  }

  /**
   * A container to be created by anyone: with a user namespace in which the caller is root, with
   * the network of the host (so no sysfs of its own), and without limits.
   *
   * @param uid the caller's user id, outside
   * @param gid the caller's group id, outside
   */
  public static Spec rootless(long uid, long gid) {
    List<Mount> mounts =
        mounts(
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"),
            mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro"));
    return spec(
        mounts,
        linux(
            namespaces(
                NamespaceType.PID,
                NamespaceType.IPC,
                NamespaceType.UTS,
                NamespaceType.MOUNT,
                NamespaceType.USER),
            List.of(new IdMapping(0, uid, 1)),
            List.of(new IdMapping(0, gid, 1)),
            Resources.none()));
  }

  private static Spec spec(List<Mount> mounts, Linux linux) {
    return new Spec(
        "1.3.0",
        new Root("rootfs", true),
        mounts,
        process(),
        "jrunc",
        null,
        Hooks.none(),
        Map.of(),
        linux);
  }

  private static Process process() {
    List<String> kept = List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE");
    return new Process(
        true,
        null,
        User.root(),
        List.of("sh"),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"),
        "/",
        new Capabilities(kept, kept, List.of(), kept, kept),
        List.of(new Rlimit("RLIMIT_NOFILE", 1024, 1024)),
        true,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static List<Mount> mounts(List<String> terminalOptions, Mount sys) {
    return List.of(
        mount("/proc", "proc", "proc"),
        mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        new Mount("/dev/pts", "devpts", "devpts", terminalOptions, List.of(), List.of()),
        mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        sys,
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
  }

  private static Mount mount(String destination, String type, String source, String... options) {
    return new Mount(destination, type, source, List.of(options), List.of(), List.of());
  }

  private static Linux linux(
      List<Namespace> namespaces,
      List<IdMapping> uidMappings,
      List<IdMapping> gidMappings,
      Resources resources) {
    return new Linux(
        namespaces,
        uidMappings,
        gidMappings,
        Map.of(),
        List.of(),
        Map.of(),
        null,
        resources,
        null,
        null,
        Map.of(),
        null,
        null,
        List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/sys/firmware",
            "/proc/scsi"),
        List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"),
        null,
        null);
  }

  private static List<Namespace> namespaces(NamespaceType... types) {
    List<Namespace> namespaces = new ArrayList<>();
    for (NamespaceType type : types) {
      namespaces.add(new Namespace(type, null));
    }
    return namespaces;
  }
}
