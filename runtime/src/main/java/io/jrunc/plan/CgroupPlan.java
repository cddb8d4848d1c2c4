package io.jrunc.plan;

import io.jrunc.spec.linux.Resources;
import io.jrunc.unit.UnitPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The container's cgroup.
 *
 * @param path from the root of each hierarchy: {@code /jrunc/web1}
 * @param resources the limits, as in config.json
 * @param unit the unit of systemd that it belongs to; empty if it is only a directory
 * @param owner the host's number of the user whom the group is given to; empty if it stays whose it
 *     is
 * @param entrance how init enters the groups of version 1; empty if it is put there
 */
public record CgroupPlan(
    String path,
    Resources resources,
    Optional<UnitPlan> unit,
    OptionalLong owner,
    Optional<Entrance> entrance) {

  /**
   * Files into which init writes that it enters their groups. That is much cheaper than putting it
   * there: the kernel lets nobody wait until all processors have seen that a process is moved.
   *
   * @param taskFiles of version 1, absolute paths: all that are entered before anything is done
   * @param memoryFile the one of the group that memory is charged to, if what the container is made
   *     of isn't to be charged
   * @param opener who opens them
   */
  public record Entrance(List<String> taskFiles, Optional<String> memoryFile, Opener opener) {

    /** The name of these files in each group. */
    static final String TASKS = "/tasks";

    /** Copies the list. */
    public Entrance {
      taskFiles = List.copyOf(taskFiles);
    }

    /** Whether this is the absolute path of one of the groups. */
    public boolean leadsTo(String directory) {
      String file = directory + TASKS;
      return taskFiles.contains(file) || memoryFile.equals(Optional.of(file));
    }
  }

  /** Who opens the files through which init enters its groups. */
  public enum Opener {
    /** The engine, which has made the groups before init's program begins. */
    ENGINE,
    /** Init, which sees the host's files with the host's rights: groups are made meanwhile. */
    INIT
  }

  /** Whether the groups are made while init's program is running already. */
  public boolean isMadeMeanwhile() {
    return entrance.isPresent() && entrance.get().opener() == Opener.INIT;
  }

  /** A group that stays its maker's. */
  public CgroupPlan(String path, Resources resources, Optional<UnitPlan> unit) {
    this(path, resources, unit, OptionalLong.empty(), Optional.empty());
  }

  /** A cgroup without systemd. */
  public CgroupPlan(String path, Resources resources) {
    this(path, resources, Optional.empty());
  }

  CgroupPlan withOwner(OptionalLong uid) {
    return new CgroupPlan(path, resources, unit, uid, entrance);
  }

  CgroupPlan withEntrance(Optional<Entrance> files) {
    return new CgroupPlan(path, resources, unit, owner, files);
  }
}
