package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.cgroup.GroupMaker.Enabling;
import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds, makes and opens the groups of containers.
 *
 * <p>A container is made in two steps, so that a runtime that dies between them leaves nothing that
 * nobody knows of: {@link #locate} says where its groups will be and what of them is there already,
 * which is put on record; then {@link #create} makes them.
 */
public final class Cgroups {

  /** The parent of groups whose path is relative, which goes with the last of them. */
  private static final String OWN_PARENT = "jrunc";

  /** What systemd makes groups of its own for, in version 1. */
  private static final Set<String> SYSTEMDS =
      Set.of("name=systemd", "cpu", "cpuacct", "blkio", "memory", "devices", "pids");

  private final CgroupFiles files;
  private final Processes processes;
  private final BpfCalls bpf;

  /** The cgroups of the host. */
  public Cgroups(Kernel kernel) {
    this(files(kernel), new HostProcesses(kernel), kernel.bpf());
  }

  private static CgroupFiles files(Kernel kernel) {
    return kernel.isResident()
        ? new ResidentCgroupFiles(kernel.files())
        : new HostCgroupFiles(kernel.files());
  }

  Cgroups(CgroupFiles files, Processes processes, BpfCalls bpf) {
    this.files = files;
    this.processes = processes;
    this.bpf = bpf;
  }

  /**
   * Where the container's groups will be: in every hierarchy of version 1, so that all lines of
   * /proc/PID/cgroup agree, and in that of version 2 if it is the only one, or a limit or the
   * device rules need it, or it belongs to a unit of systemd, which uses all. Changes nothing.
   *
   * @throws CgroupException if the path can't be a container's group, or a limit can't be kept here
   */
  public CgroupPaths locate(CgroupPlan plan, CgroupLayout layout) {
    Path path = checkedPath(plan.path());
    Controllers controllers = Controllers.of(layout);
    Set<String> needed = needs(plan.resources(), controllers).keySet();
    Map<Path, Entry> entries = new LinkedHashMap<>();
    for (CgroupVersion version : CgroupVersion.values()) {
      for (Hierarchy hierarchy : layout.hierarchies()) {
        boolean isWanted =
            version == CgroupVersion.V1
                || controllers.versionOf(DeviceList.CONTROLLER).isEmpty()
                || plan.unit().isPresent()
                || needsAny(hierarchy, needed);
        if (hierarchy.version() == version.number() && isWanted) {
          Entry entry =
              plan.unit().isPresent() ? unitEntry(hierarchy, path) : entry(hierarchy, path);
          entries.putIfAbsent(entry.directory(), entry);
        }
      }
    }
    return new CgroupPaths(List.copyOf(entries.values()));
  }

  /**
   * What {@link #create} would set, for people: a heading for each group, and below it a line for
   * each value, with the field that asks for it. Changes nothing.
   *
   * @throws CgroupException as {@link #locate}
   */
  public String listing(CgroupPlan plan, CgroupLayout layout, CgroupAccess access) {
    return new CgroupListing(locate(plan, layout)).text(plan.resources(), access);
  }

  /** The path as one below the root. */
  private static Path checkedPath(String text) {
    boolean isPlain = text.startsWith("/") && text.indexOf('\0') < 0 && text.indexOf('\n') < 0;
    if (!isPlain) {
      throw new CgroupException(text, "not an absolute path of a cgroup");
    }
    Path path = Path.of(text);
    for (Path name : path) {
      if (name.toString().equals("..")) {
        throw new CgroupException(text, "a cgroup's path must not climb up");
      }
    }
    Path plain = path.normalize();
    if (plain.getNameCount() == 0) {
      throw new CgroupException(text, "a container can't live in the root cgroup");
    }
    return plain.subpath(0, plain.getNameCount());
  }

  /** The controllers that the limits need, each with the pointer to the first such limit. */
  private static Map<String, String> needs(Resources asked, Controllers controllers) {
    Map<String, String> needs = new LinkedHashMap<>();
    for (CgroupSetting setting :
        ResourceRules.limits(asked, controllers, PresentLimits.ofNewGroup())) {
      needs.putIfAbsent(setting.controller(), setting.pointer());
    }
    return needs;
  }

  private static boolean needsAny(Hierarchy hierarchy, Set<String> needed) {
    CgroupVersion version = CgroupVersion.of(hierarchy.version());
    for (String controller : needed) {
      if (Controllers.isIn(version, hierarchy.controllers(), controller)) {
        return true;
      }
    }
    return false;
  }

  private Entry entry(Hierarchy hierarchy, Path path) {
    Entry entry =
        new Entry(
            CgroupVersion.of(hierarchy.version()),
            hierarchy.controllers(),
            Path.of(hierarchy.mountPoint()).normalize(),
            path,
            0);
    List<Path> levels = entry.levels();
    int there = 0;
    while (there < levels.size() && files.exists(levels.get(there))) {
      there++;
    }
    boolean belowOwnParent =
        there == 1 && levels.size() > 1 && path.getName(0).toString().equals(OWN_PARENT);
    return entry.withMade(belowOwnParent ? levels.size() : levels.size() - there);
  }

  /** A unit's slices are systemd's, but for the hierarchies that it leaves to us. */
  private Entry unitEntry(Hierarchy hierarchy, Path path) {
    Entry entry = entry(hierarchy, path);
    boolean isSystemds = hierarchy.version() == 2;
    for (String controller : hierarchy.controllers()) {
      isSystemds |= SYSTEMDS.contains(controller);
    }
    return entry.withMade(isSystemds ? 1 : Math.max(1, entry.made()));
  }

  /**
   * The settings of a new container, as they will be written.
   *
   * @throws CgroupException if a limit can't be kept
   */
  public List<CgroupSetting> settings(CgroupPaths paths, Resources resources) {
    return ResourceRules.limits(resources, Controllers.of(paths), PresentLimits.ofNewGroup());
  }

  /**
   * Makes what systemd has left out of the groups of a unit that it has started, and sets their
   * limits.
   *
   * @param paths what {@link #locate} has said
   * @throws CgroupException if a limit can't be kept
   * @throws CgroupWriteException if the kernel refuses a limit
   * @throws KernelException if a group can't be made
   */
  public Cgroup adopt(CgroupPaths paths, Resources resources, CgroupAccess access) {
    return make(paths, resources, access, GroupMaker.ofUnit(files), true);
  }

  /**
   * Makes the groups and sets their limits. When that fails, all that was made is removed.
   *
   * @param paths what {@link #locate} has said
   * @return the groups, whose paths can be fewer if access is not required
   * @throws CgroupException if a group is in use or frozen, or a limit can't be kept
   * @throws CgroupWriteException if the kernel refuses a limit
   * @throws KernelException if a group can't be made
   */
  public Cgroup create(CgroupPaths paths, Resources resources, CgroupAccess access) {
    return make(paths, resources, access, new GroupMaker(files), false);
  }

  private Cgroup make(
      CgroupPaths paths,
      Resources resources,
      CgroupAccess access,
      GroupMaker maker,
      boolean isNewUnit) {
    try {
      Cgroup cgroup = open(make(paths, resources, access, maker), access);
      if (isNewUnit || allNew(cgroup.paths())) {
        cgroup.limit(resources, PresentLimits.ofNewGroup());
      } else {
        cgroup.limit(resources);
      }
      if (access == CgroupAccess.REQUIRED) {
        cgroup.limitDevices(resources);
      }
      return cgroup;
    } catch (RuntimeException e) {
      maker.undo(e);
      throw e;
    }
  }

  private static boolean allNew(CgroupPaths paths) {
    for (Entry entry : paths.entries()) {
      if (entry.made() == 0) {
        return false;
      }
    }
    return true;
  }

  private CgroupPaths make(
      CgroupPaths paths, Resources resources, CgroupAccess access, GroupMaker maker) {
    Controllers controllers = Controllers.of(paths);
    Map<String, String> needs = needs(resources, controllers);
    List<Entry> made = new ArrayList<>();
    for (Entry entry : paths.entries()) {
      Map<String, String> needed = new LinkedHashMap<>(needs);
      needed.keySet().retainAll(entry.controllers());
      Set<String> wanted =
          controllers.isUnified() ? new LinkedHashSet<>(entry.controllers()) : needed.keySet();
      try {
        made.add(maker.make(entry, new Enabling(wanted, needed)));
      } catch (KernelException e) {
        checkNotNeeded(entry, needed, access, e);
      }
    }
    return new CgroupPaths(made);
  }

  private static void checkNotNeeded(
      Entry entry, Map<String, String> needed, CgroupAccess access, KernelException refused) {
    if (access == CgroupAccess.REQUIRED || !isPermission(refused.errno())) {
      throw refused;
    }
    for (String pointer : needed.values()) {
      throw new CgroupException(
          pointer,
          refused.getMessage()
              + "; a limit needs a cgroup that the caller may change"
              + (entry.version() == CgroupVersion.V2
                  ? ", such as systemd-run --user --scope makes"
                  : ""),
          refused);
    }
  }

  /** Whether it is what users hear who may not change cgroups. */
  static boolean isPermission(Errno errno) {
    return errno == Errno.EACCES || errno == Errno.EPERM || errno == Errno.EROFS;
  }

  /** The groups of a container that was made before, with the same access. */
  public Cgroup open(CgroupPaths paths, CgroupAccess access) {
    return new Cgroup(files, processes, bpf, paths, access);
  }
}
