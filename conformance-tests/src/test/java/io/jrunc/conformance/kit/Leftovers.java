package io.jrunc.conformance.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds what containers left on the machine: a line for each thing, none where all is clean. */
public final class Leftovers {

  private Leftovers() {}

  /** What is there of one container: its state, its groups, their processes. */
  static List<String> of(Path runtimeRoot, String id) {
    List<String> left = new ArrayList<>();
    if (HostFiles.names(runtimeRoot).contains(id)) {
      left.add("state folder of " + id);
    }
    for (Path group : groups(id)) {
      left.add("cgroup " + group);
      processes(group).forEach(pid -> left.add("process " + pid + " in " + group));
    }
    return left;
  }

  /** Ends what is left of one container, so that one bad test does not spoil the next. */
  static void remove(String id) {
    for (Path group : groups(id)) {
      processes(group).forEach(pid -> Host.kill("KILL", pid));
      Await.holdsWithin(Slowness.scale(Duration.ofSeconds(2)), () -> processes(group).isEmpty());
      Cgroups.remove(group);
    }
  }

  /** What is left of all tests of this run. */
  public static List<String> of(Session session) {
    List<String> left = new ArrayList<>();
    for (Path root : List.of(session.runtimeRoot(), session.user().stateRoot())) {
      for (String name : HostFiles.names(root)) {
        if (name.startsWith(session.prefix())) {
          left.add("state: " + root + "/" + name);
        }
      }
      Path networks = root.resolve("=networks");
      for (String host : HostFiles.names(networks)) {
        List<String> notes = HostFiles.names(networks.resolve(host));
        if (!host.equals("programs") || !notes.isEmpty()) { // that folder stays, as the root does
          left.add("leases: " + networks.resolve(host) + ": " + notes);
        }
      }
    }
    Cgroups.groupsNamed(session.prefix() + "-").forEach(group -> left.add("cgroup: " + group));
    for (MountEntry mount : Host.mounts()) {
      if (mount.path().contains(session.prefix()) || mount.root().contains(session.prefix())) {
        left.add("mount: " + mount);
      }
    }
    for (long pid : Host.pids()) {
      boolean stays = pid == ProcessHandle.current().pid() || session.engines().has(pid);
      if (!stays && isOurs(session, pid)) {
        left.add(
            "process: "
                + pid
                + " "
                + HostFiles.readIfThere(Path.of("/proc/" + pid + "/cmdline"))
                    .orElse("")
                    .replace('\0', ' '));
      }
    }
    if (!Host.networkDevices().equals(session.networkDevices())) {
      left.add("network devices: " + Host.networkDevices() + ", were " + session.networkDevices());
    }
    if (!Host.forwarding().equals(session.forwarding())) {
      left.add("forwarding: " + Host.forwarding() + ", was " + session.forwarding());
    }
    if (!Host.networkTables().equals(session.networkTables())) {
      left.add("nftables: " + Host.networkTables() + ", were " + session.networkTables());
    }
    if (!Host.devNull().equals("1:3 0666")) {
      left.add("/dev/null is " + Host.devNull());
    }
    return left;
  }

  /** Removes the group that all groups of this run were below. */
  static void removeParentGroups(Session session) {
    for (MountEntry mount : Host.mounts()) {
      if (mount.type().equals("cgroup") || mount.type().equals("cgroup2")) {
        Path parent = Path.of(mount.path()).resolve(session.prefix());
        parent.toFile().delete();
      }
    }
  }

  private static List<Long> processes(Path group) {
    return HostFiles.readIfThere(group.resolve("cgroup.procs"))
        .orElse("")
        .lines()
        .map(Long::valueOf)
        .toList();
  }

  private static List<Path> groups(String id) {
    return Cgroups.groupsNamed(id).stream().filter(group -> group.endsWith(id)).toList();
  }

  private static boolean isOurs(Session session, long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    return HostFiles.readIfThere(proc.resolve("environ"))
            .filter(text -> text.contains(Session.MARKER + "=" + session.prefix()))
            .isPresent()
        || HostFiles.readIfThere(proc.resolve("cgroup"))
            .filter(text -> text.contains(session.prefix()))
            .isPresent()
        || HostFiles.readIfThere(proc.resolve("mountinfo"))
            .filter(text -> text.contains("/" + session.prefix() + "/"))
            .isPresent();
  }
}
