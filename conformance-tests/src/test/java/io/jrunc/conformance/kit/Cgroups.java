package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cgroup file systems of this machine: v1 hierarchies, or the one of v2. */
public final class Cgroups {

  private Cgroups() {}

  /** Whether controllers are on v1 hierarchies here (hybrid counts as v1). */
  public static boolean isV1() {
    return Host.mounts().stream().anyMatch(m -> m.type().equals("cgroup"));
  }

  /** The mount point of a v1 controller's hierarchy, or the one of v2, whatever the name. */
  public static Optional<Path> hierarchy(String controller) {
    return Host.mounts().stream()
        .filter(m -> m.type().equals("cgroup") && m.data().contains(controller))
        .map(m -> Path.of(m.path()))
        .findFirst()
        .or(Cgroups::unified);
  }

  private static Optional<Path> unified() {
    if (isV1()) {
      return Optional.empty();
    }
    return Host.mounts().stream()
        .filter(m -> m.type().equals("cgroup2"))
        .map(m -> Path.of(m.path()))
        .findFirst();
  }

  /** Whether limits of this controller can be set for new groups below the root group. */
  public static boolean has(String controller) {
    if (isV1()) {
      return hierarchy(controller).isPresent();
    }
    return unified()
        .flatMap(root -> HostFiles.readIfThere(root.resolve("cgroup.controllers")))
        .filter(text -> List.of(text.strip().split(" ")).contains(controller))
        .isPresent();
  }

  /** The group of a process in a controller's hierarchy, as its folder. */
  public static Path groupOf(long pid, String controller) {
    String key = isV1() ? controller : "";
    for (String line : Host.read(pid, "cgroup").lines().toList()) {
      String[] fields = line.split(":", 3);
      if (List.of(fields[1].split(",", -1)).contains(key)) {
        Path root = hierarchy(controller).orElseThrow();
        return root.resolve(fields[2].substring(1));
      }
    }
    throw new AssertionError("process " + pid + " is in no group of " + controller);
  }

  /**
   * Every group, in any hierarchy, whose own name has this text in it; a number at its end is a
   * whole one, so that the groups of container 2 aren't those of container 20.
   */
  public static List<Path> groupsNamed(String text) {
    List<Path> found = new ArrayList<>();
    Predicate<String> named =
        Pattern.compile(Pattern.quote(text) + "(?!(?<=\\d)\\d)").asPredicate();
    for (MountEntry mount : Host.mounts()) {
      if (mount.type().equals("cgroup") || mount.type().equals("cgroup2")) {
        collect(Path.of(mount.path()), named, found);
      }
    }
    return found;
  }

  /** Removes a group and those below it, as far as they are empty of processes. */
  public static void remove(Path group) {
    for (String name : HostFiles.names(group)) {
      if (Files.isDirectory(group.resolve(name))) {
        remove(group.resolve(name));
      }
    }
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // still in use: the check for leftovers will say so
      return;
    }
  }

  private static void collect(Path top, Predicate<String> named, List<Path> found) {
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              if (named.test(String.valueOf(dir.getFileName()))) {
                found.add(dir);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
