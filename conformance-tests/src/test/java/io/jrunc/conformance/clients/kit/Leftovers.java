package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What containers and their clients have left in the machine, in words. */
public final class Leftovers {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** Folders in which runtimes keep the state of containers, one folder each. */
  private static final List<String> STATES =
      List.of(
          "/run/jrunc",
          "/run/runc",
          "/run/crun",
          "/run/docker/runtime-runc/moby",
          "/run/containerd/runc/default",
          "/run/containerd/runc/k8s.io",
          "/run/user/1000/jrunc",
          "/run/user/1000/runc",
          "/run/user/1000/crun");

  /** Groups that the clients themselves make for the groups of containers, and keep. */
  private static final Set<String> PARENTS =
      Set.of(
          "tests",
          "docker",
          "default",
          "k8s.io",
          "kubepods",
          "libpod_parent",
          "conmon",
          "buildkit");

  /** Programs that are no daemons: the tests, and the first process. */
  private static final Set<String> OURS = Set.of("java", "enter", "bash", "script", "warm");

  private Leftovers() {}

  /** Empty if there is nothing. */
  public static List<String> now() {
    List<String> left = new ArrayList<>();
    for (long pid : Host.pids()) {
      Optional<String> name = HostFiles.readIfThere(Path.of("/proc", pid + "/comm"));
      if (Host.isRunning(pid) && name.isPresent() && !OURS.contains(name.get().strip())) {
        left.add("process " + pid + ": " + name.get().strip());
      }
    }
    for (String state : STATES) {
      if (Files.isDirectory(Path.of(state))) {
        HostFiles.names(Path.of(state)).stream()
            .filter(id -> !id.startsWith("=")) // no id; jrunc keeps compiled filters in one
            .forEach(id -> left.add("state " + state + "/" + id));
      }
    }
    groups(left);
    for (MountEntry mount : Host.mounts()) {
      if (mount.path().contains("/rootfs") || mount.path().contains("/merged")) {
        left.add("mount " + mount.path());
      }
    }
    if (Files.isDirectory(Path.of("/run/netns"))) {
      HostFiles.names(Path.of("/run/netns")).forEach(name -> left.add("network " + name));
    }
    return left;
  }

  private static void groups(List<String> left) {
    try (Stream<Path> all = Files.walk(CGROUPS)) {
      all.filter(Files::isDirectory)
          .filter(group -> Files.exists(group.resolve("cgroup.procs")))
          .filter(group -> !isTop(group))
          .filter(group -> !PARENTS.contains(group.getFileName().toString()))
          .filter(group -> !isOfAPod(group))
          .forEach(group -> left.add("cgroup " + group));
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
      left.add("cgroups that are just being removed");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The group of a Podman pod; Podman forgets it in hierarchies that it doesn't use itself. */
  private static boolean isOfAPod(Path group) {
    return group.resolveSibling("").endsWith("libpod_parent")
        && !group.getFileName().toString().startsWith("libpod-");
  }

  /** A hierarchy, and no group in it. */
  private static boolean isTop(Path group) {
    boolean isV1 = Files.notExists(CGROUPS.resolve("cgroup.controllers"));
    return group.equals(CGROUPS) || (isV1 && CGROUPS.equals(group.getParent()));
  }
}
