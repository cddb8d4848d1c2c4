package io.jrunc.conformance.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a test may need of the machine, and the words that say that it is missing. */
public enum Need {
  ROOT("not run as root", true, () -> "root".equals(System.getProperty("user.name"))),
  GCC("no gcc (apt-get install gcc libc6-dev)", true, () -> Host.hasProgram("gcc")),
  BUSYBOX("no /bin/busybox (apt-get install busybox-static)", true, () -> there("/bin/busybox")),
  SCRIPT("no script (apt-get install bsdutils)", true, () -> Host.hasProgram("script")),
  CGROUP_V1("controllers are not on cgroup v1", false, Cgroups::isV1),
  CGROUP_V2("controllers are not on cgroup v2", false, () -> !Cgroups.isV1()),
  MEMORY_CONTROLLER("no memory controller", true, () -> Cgroups.has("memory")),
  CPU_CONTROLLER("no cpu controller", true, () -> Cgroups.has("cpu")),
  PIDS_CONTROLLER("no pids controller", true, () -> Cgroups.has("pids")),
  UIDMAP("no newuidmap (apt-get install uidmap)", true, () -> Host.hasProgram("newuidmap")),
  USER_NAMESPACES("no user namespaces", true, () -> there("/proc/self/ns/user")),
  CGROUP_NAMESPACES("no cgroup namespaces", true, () -> there("/proc/self/ns/cgroup")),
  MESSAGE_QUEUES("no POSIX message queues", true, () -> there("/proc/sys/fs/mqueue")),
  MEMORY_NODES("no NUMA policies", false, () -> there("/proc/self/numa_maps")),
  APPARMOR("no AppArmor", false, Need::hasApparmor),
  NO_APPARMOR("AppArmor is there", false, () -> !hasApparmor()),
  NO_SELINUX("SELinux is there", false, () -> !there("/sys/fs/selinux/enforce")),
  RUNC("no runc", true, () -> Host.hasProgram("runc")),
  EXAMPLE_BUNDLES(
      "no root file systems in bundles (bundles/busybox/make, bundles/debian/make)",
      true,
      () -> there("../bundles/busybox/rootfs/bin") && there("../bundles/debian/rootfs/bin"));

  private final String missing;
  private final boolean promised;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final BooleanSupplier isMet;

  Need(String missing, boolean promised, BooleanSupplier isMet) {
    this.missing = missing;
    this.promised = promised;
    this.isMet = isMet;
  }

  /** The reason to skip, where the need is not met. */
  Optional<String> missing() {
    return isMet.getAsBoolean() ? Optional.empty() : Optional.of(missing);
  }

  /** Whether continuous integration promises to meet it, so that its absence is a failure there. */
  boolean isPromised() {
    return promised;
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
