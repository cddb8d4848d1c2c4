package io.jrunc.conformance.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a test may need of the machine, and the words that say that it is missing. */
public enum Need {
  ROOT("not run as root", Promise.OF_CI, () -> "root".equals(System.getProperty("user.name"))),
  GCC("no gcc (apt-get install gcc libc6-dev)", Promise.OF_CI, () -> Host.hasProgram("gcc")),
  BUSYBOX(
      "no /bin/busybox (apt-get install busybox-static)",
      Promise.OF_CI,
      () -> there("/bin/busybox")),
  SCRIPT("no script (apt-get install bsdutils)", Promise.OF_CI, () -> Host.hasProgram("script")),
  CGROUP_V1("controllers are not on cgroup v1", Promise.NONE, Cgroups::isV1),
  CGROUP_V2("controllers are not on cgroup v2", Promise.OF_LANE, () -> !Cgroups.isV1()),
  MEMORY_CONTROLLER("no memory controller", Promise.OF_CI, () -> Cgroups.has("memory")),
  CPU_CONTROLLER("no cpu controller", Promise.OF_CI, () -> Cgroups.has("cpu")),
  PIDS_CONTROLLER("no pids controller", Promise.OF_CI, () -> Cgroups.has("pids")),
  UIDMAP(
      "no newuidmap (apt-get install uidmap)", Promise.OF_CI, () -> Host.hasProgram("newuidmap")),
  USER_NAMESPACES("no user namespaces", Promise.OF_CI, () -> there("/proc/self/ns/user")),
  CGROUP_NAMESPACES("no cgroup namespaces", Promise.OF_CI, () -> there("/proc/self/ns/cgroup")),
  MESSAGE_QUEUES("no POSIX message queues", Promise.OF_CI, () -> there("/proc/sys/fs/mqueue")),
  MEMORY_NODES("no NUMA policies", Promise.NONE, () -> there("/proc/self/numa_maps")),
  APPARMOR(
      "no AppArmor (apt-get install apparmor)",
      Promise.OF_LANE,
      () -> hasApparmor() && Host.hasProgram("apparmor_parser")),
  NO_APPARMOR("AppArmor is there", Promise.NONE, () -> !hasApparmor()),
  SYSTEMD("pid 1 is no systemd that answers", Promise.OF_SYSTEMD_LANE, SystemBus::answers),
  WEIGHTED_DISK(
      "no disk whose scheduler is BFQ",
      Promise.OF_SYSTEMD_LANE,
      () -> Host.weightedDisk().isPresent()),
  CLIENTS(
      "no containerd, which guests get from clients/root",
      Promise.OF_LANE,
      () -> !Lane.GUEST.isEmpty() && there("/images/box.tar")),
  NO_SELINUX("SELinux is there", Promise.NONE, () -> !there("/sys/fs/selinux/enforce")),
  NETWORK_TOOLS(
      "no ip or nft (apt-get install iproute2 nftables)",
      Promise.OF_CI,
      () -> Host.hasProgram("ip") && Host.hasProgram("nft")),
  USER_NETWORKS(
      "no pasta, slirp4netns or /dev/net/tun (apt-get install passt slirp4netns; modprobe tun)",
      Promise.OF_CI,
      () -> Host.hasProgram("pasta") && Host.hasProgram("slirp4netns") && there("/dev/net/tun")),
  RUNC("no runc", Promise.OF_CI, () -> Host.hasProgram("runc")),
  EXAMPLE_BUNDLES(
      "no root file systems in bundles (bundles/busybox/make, bundles/debian/make)",
      Promise.OF_CI,
      () -> there("../bundles/busybox/rootfs/bin") && there("../bundles/debian/rootfs/bin"));

  /** Where a need is promised, so that its absence is a failure there. */
  private enum Promise {
    NONE,
    OF_CI,
    OF_LANE,
    OF_SYSTEMD_LANE;

    boolean isGivenHere() {
      return switch (this) {
        case NONE -> false;
        case OF_CI -> Boolean.getBoolean("jrunc.ci");
        case OF_LANE -> !Lane.GUEST.isEmpty() && !Lane.isHybrid();
        case OF_SYSTEMD_LANE -> Lane.GUEST.equals("systemd") || Lane.isHybrid();
      };
    }
  }

  private final String missing;
  private final Promise promise;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final BooleanSupplier isMet;

  Need(String missing, Promise promise, BooleanSupplier isMet) {
    this.missing = missing;
    this.promise = promise;
    this.isMet = isMet;
  }

  /** The reason to skip, where the need is not met. */
  Optional<String> missing() {
    return isMet.getAsBoolean() ? Optional.empty() : Optional.of(missing);
  }

  /** Whether this machine promises to meet it, so that its absence is a failure. */
  boolean isPromised() {
    return promise.isGivenHere();
  }

  private static boolean hasApparmor() {
    return HostFiles.readIfThere(Path.of("/sys/module/apparmor/parameters/enabled"))
        .filter(text -> text.startsWith("Y"))
        .isPresent();
  }

  private static boolean there(String path) {
    return Files.exists(Path.of(path));
  }
}
