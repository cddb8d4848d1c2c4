package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Stops the processes of a group, and of all groups below it, and lets them go on: through
 * freezer.state of version 1, or cgroup.freeze and cgroup.events of version 2.
 */
final class Freezer {

  private static final String V1 = "freezer.state";
  private static final String V2 = "cgroup.freeze";
  private static final String EVENTS = "cgroup.events";

  /** After so many looks at a group that doesn't freeze, those who hinder each other may run. */
  private static final int LOOKS_BETWEEN_THAWS = 20;

  private final CgroupFiles files;
  private final Groups groups;

  Freezer(CgroupFiles files) {
    this.files = files;
    this.groups = new Groups(files);
  }

  /** Whether the group's processes may run, whoever has stopped them. */
  FreezerState state(Path directory) {
    String v1 = files.read(directory.resolve(V1)).orElse("");
    if (!v1.isEmpty()) {
      return FreezerState.valueOf(v1.trim());
    }
    if (isFrozen(files.read(directory.resolve(EVENTS)))) {
      return FreezerState.FROZEN;
    }
    String asked = files.read(directory.resolve(V2)).orElse("0");
    return asked.equals("1") ? FreezerState.FREEZING : FreezerState.THAWED;
  }

  /** Whether this group can be told to stop; the root of a hierarchy can't. */
  boolean canBeAsked(Path directory, CgroupVersion version) {
    return files.exists(directory.resolve(version == CgroupVersion.V1 ? V1 : V2));
  }

  /** Whether this group was told to stop, and not only one above it. */
  boolean isAsked(Path directory) {
    return files.read(directory.resolve("freezer.self_freezing")).orElse("").equals("1")
        || files.read(directory.resolve(V2)).orElse("").equals("1");
  }

  /** The lowest of the groups above that was told to stop, and so stops this one as well. */
  Optional<Path> askedAbove(Path directory) {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      if (isAsked(above)) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /**
   * Stops the processes, and waits until all of them have.
   *
   * @throws CgroupException if some still run then; none is stopped after that
   * @throws KernelException ENOENT or ENODEV if the group is gone
   */
  void freeze(Path directory, Duration atMost) {
    boolean isFrozen = false;
    try {
      isFrozen = freezeWithin(directory, atMost);
    } finally {
      if (!isFrozen) {
        tryToThaw(directory);
      }
    }
    if (!isFrozen) { // looked at after the thaw, for on version 1 the frozen look the same
      throw new CgroupException(
          file(directory).toString(),
          "the processes can't be frozen within "
              + atMost.toSeconds()
              + " seconds"
              + groups.stuck(groups.processes(directory)));
    }
  }

  /** The same where it is only of use; what can't be stopped in time may be half stopped after. */
  void tryToFreeze(Path directory, Duration atMost) {
    if (files.exists(file(directory))) {
      try {
        freezeWithin(directory, atMost);
      } catch (KernelException e) {
        return; // it is gone
      }
    }
  }

  private boolean freezeWithin(Path directory, Duration atMost) {
    return isV1(directory) ? freezeV1(directory, atMost) : freezeV2(directory, atMost);
  }

  private boolean isV1(Path directory) {
    return files.exists(directory.resolve(V1));
  }

  private Path file(Path directory) {
    return directory.resolve(isV1(directory) ? V1 : V2);
  }

  private String thawed(Path directory) {
    return isV1(directory) ? "THAWED" : "0";
  }

  /** Where that can't be done either, what came before is the better message. */
  private void tryToThaw(Path directory) {
    try {
      files.write(file(directory), thawed(directory));
    } catch (KernelException e) {
      return;
    }
  }

  /**
   * A process that forks or is moved here at the wrong moment leaves the group half frozen for
   * ever, unless it is told once more; the kernel looks again whenever the file is read.
   */
  private boolean freezeV1(Path directory, Duration atMost) {
    Path file = directory.resolve(V1);
    Patience patience = new Patience(atMost);
    int looks = 0;
    do {
      if (looks % LOOKS_BETWEEN_THAWS == LOOKS_BETWEEN_THAWS - 1) {
        files.write(file, "THAWED");
      }
      files.write(file, "FROZEN");
      if (state(directory) == FreezerState.FROZEN) {
        return true;
      }
      looks++;
    } while (patience.waitALittle());
    return false;
  }

  private boolean freezeV2(Path directory, Duration atMost) {
    try (CgroupFiles.Watch events = files.watch(directory.resolve(EVENTS))) {
      files.write(directory.resolve(V2), "1");
      return awaitFrozen(events, true, atMost);
    }
  }

  private static boolean awaitFrozen(CgroupFiles.Watch events, boolean wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<String> now = events.read();
      if (now.isEmpty() || isFrozen(now) == wanted) {
        return true;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      events.await(Duration.ofNanos(left));
    }
  }

  private static boolean isFrozen(Optional<String> events) {
    return KernelText.keyed(events.orElse(""), "frozen").orElse(0) == 1;
  }

  /**
   * Lets the processes go on. Groups below that were told to stop themselves stay as they are.
   *
   * @throws CgroupException if a group above is frozen too
   * @throws KernelException ENOENT or ENODEV if the group is gone
   */
  void thaw(Path directory, Duration atMost) {
    Path file = file(directory);
    files.write(file, thawed(directory));
    Optional<Path> above = askedAbove(directory);
    if (above.isPresent()) {
      throw new CgroupException(
          file.toString(), "the processes stay frozen, as is the cgroup " + above.get());
    }
    if (!isV1(directory)) {
      try (CgroupFiles.Watch events = files.watch(directory.resolve(EVENTS))) {
        awaitFrozen(events, false, atMost);
      }
    }
  }
}
