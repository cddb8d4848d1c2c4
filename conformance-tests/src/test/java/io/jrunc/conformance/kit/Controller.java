package io.jrunc.conformance.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A controller of this machine. On a hybrid machine some are in version 1 and others in version 2.
 *
 * @param name as in /proc/self/cgroup or cgroup.controllers
 * @param isV1 whether it is in version 1
 * @param root where its hierarchy is mounted
 */
public record Controller(String name, boolean isV1, Path root) {

  /** Stands for the cgroup.* files of version 2, which no controller has to be on for. */
  private static final String CORE = "cgroup";

  /** The first of these that is there; controllers can have another name in each version. */
  public static Optional<Controller> find(String... names) {
    for (String name : names) {
      for (MountEntry mount : Host.mounts()) {
        Path root = Path.of(mount.path());
        if (mount.type().equals("cgroup") && mount.data().contains(name)) {
          return Optional.of(new Controller(name, true, root));
        }
        if (mount.type().equals("cgroup2") && isInV2(root, name)) {
          return Optional.of(new Controller(name, false, root));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isInV2(Path root, String name) {
    return name.equals(CORE)
        || HostFiles.readIfThere(root.resolve("cgroup.controllers"))
            .filter(text -> List.of(text.strip().split(" ")).contains(name))
            .isPresent();
  }

  /** The folder of the group that a process is in. */
  public Path groupOf(long pid) {
    for (String line : Host.read(pid, "cgroup").lines().toList()) {
      String[] fields = line.split(":", 3);
      if (isV1 ? List.of(fields[1].split(",", -1)).contains(name) : fields[1].isEmpty()) {
        return root.resolve(fields[2].substring(1));
      }
    }
    throw new AssertionError("process " + pid + " is in no group of " + name);
  }

  /** What a file of a process's group says, line by line. */
  public List<String> lines(long pid, String file) {
    return HostFiles.read(groupOf(pid).resolve(file)).strip().lines().toList();
  }
}
