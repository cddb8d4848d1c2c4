package io.jrunc.bundle;

import io.jrunc.spec.Mount;
import io.jrunc.spec.Spec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mounts say what is to be mounted, with options that fit, and not over what we rely on. */
final class MountRule {
  /** What lxcfs gives, and what podman and Kubernetes bind over the container's procfs. */
  private static final Set<String> ALLOWED_IN_PROC =
      Set.of(
          "/proc/cpuinfo",
          "/proc/diskstats",
          "/proc/loadavg",
          "/proc/meminfo",
          "/proc/net/dev",
          "/proc/pressure/cpu",
          "/proc/pressure/io",
          "/proc/pressure/memory",
          "/proc/slabinfo",
          "/proc/stat",
          "/proc/swaps",
          "/proc/sys/crypto/fips_enabled",
          "/proc/sys/kernel/ns_last_pid",
          "/proc/uptime");

  /** What fsconfig(2) takes; mount(2) takes more, but makes nothing that can be filled first. */
  private static final int LONGEST = 255;

  private MountRule() {}

  static void check(Spec spec, Problems problems) {
    for (int i = 0; i < spec.mounts().size(); i++) {
      Mount mount = spec.mounts().get(i);
      String pointer = "/mounts/" + i;
      if (ContainerPath.normalize(mount.destination()).equals("/")) {
        problems.refuse(pointer + "/destination", mount.destination(), "is the root directory");
      } else if (MountOption.isRemount(mount.options())) {
        options(pointer, mount, problems);
      } else {
        inProc(pointer, mount, problems);
        source(pointer, mount, problems);
        options(pointer, mount, problems);
      }
    }
    propagation(spec, problems);
  }

  private static void inProc(String pointer, Mount mount, Problems problems) {
    String path = ContainerPath.normalize(mount.destination());
    boolean bind = MountOption.isBind(mount.options());
    if (path.equals("/proc") && !isProcfs(mount, bind)) {
      problems.add(pointer, "nothing but procfs can be mounted on /proc");
    } else if (ContainerPath.isBelow(path, "/proc") && !(bind && ALLOWED_IN_PROC.contains(path))) {
      problems.refuse(pointer + "/destination", path, "is in /proc, which must stay as it is");
    }
  }

  /** An image or a client could else put files of its own where labels and limits are written. */
  private static boolean isProcfs(Mount mount, boolean bind) {
    String source = mount.source();
    return bind
        ? source != null && ContainerPath.normalize(source).equals("/proc")
        : "proc".equals(mount.type());
  }

  private static void source(String pointer, Mount mount, Problems problems) {
    String type = mount.type();
    if (MountOption.isBind(mount.options())) {
      if (mount.source() == null) {
        problems.add(pointer + "/source", "is required for a bind mount");
      }
    } else if (type == null) {
      problems.add(pointer + "/type", "is required without one of the options bind and rbind");
    } else if (type.equals("bind") || type.equals("none")) {
      problems.refuse(pointer + "/type", type, "needs one of the options bind and rbind");
    }
  }

  private static void options(String pointer, Mount mount, Problems problems) {
    List<String> words = mount.options();
    boolean bind = words.contains("bind") || words.contains("rbind");
    for (int i = 0; i < words.size(); i++) {
      option(pointer + "/options/" + i, words.get(i), bind, mount, problems);
    }
  }

  private static void option(
      String pointer, String word, boolean bind, Mount mount, Problems problems) {
    if (word.isEmpty()) {
      return;
    }
    Optional<MountOption> option = MountOption.named(word);
    if (word.equals("tmpcopyup") && !isTmpfs(mount, bind)) {
      problems.refuse(pointer, word, "is an option of a new tmpfs only");
    } else if (word.length() > LONGEST && mount.options().contains("tmpcopyup")) {
      problems.add(pointer, "is too long beside tmpcopyup, more than " + LONGEST + " bytes");
    } else if (word.startsWith("idmap=") || word.startsWith("ridmap=")) {
      problems.refuse(pointer, word, "has a value: ids are given by uidMappings and gidMappings");
    } else if (option.isEmpty() && bind) {
      problems.refuse(pointer, word, "is not an option of a bind mount");
    }
  }

  private static boolean isTmpfs(Mount mount, boolean bind) {
    return !bind && "tmpfs".equals(mount.type()) && !MountOption.isRemount(mount.options());
  }

  private static void propagation(Spec spec, Problems problems) {
    String word = spec.linux().rootfsPropagation();
    if (word == null) {
      return;
    }
    Optional<MountOption> option = MountOption.named(word);
    if (option.isEmpty() || option.get().kind() != MountOption.Kind.PROPAGATION) {
      List<String> known = List.of("shared", "slave", "private", "unbindable");
      problems.refuse(
          "/linux/rootfsPropagation",
          word,
          "is none of " + String.join(", ", known) + " and these with an r before");
    }
  }
}
