package io.jrunc.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * The unit that a container will live in.
 *
 * @param manager who is asked to start it
 * @param name the unit and its slice
 * @param properties that config.json's annotations name
 */
public record UnitPlan(ServiceManager manager, UnitName name, List<UnitProperty> properties) {

  /** From here on, systemd forgets units that have failed as soon as they are empty. */
  private static final int FIRST_WITH_COLLECT_MODE = 236;

  public UnitPlan {
    properties = List.copyOf(properties);
  }

  /**
   * All of the unit's properties but its processes, limits and devices; a later one of the same
   * name counts.
   *
   * @param container the container's name
   * @param blockIo the property that has the device traffic counted: IOAccounting, or in version 1
   *     of cgroups BlockIOAccounting
   */
  public List<UnitProperty> start(String container, String blockIo) {
    List<UnitProperty> all = new ArrayList<>();
    all.add(UnitProperty.ofText("Description", "jrunc container " + container));
    if (name.isSlice()) {
      all.add(new UnitProperty("Wants", new TypedValue("as", List.of(name.slice()))));
    } else {
      all.add(UnitProperty.ofText("Slice", name.slice()));
      all.add(UnitProperty.ofSwitch("Delegate", true));
    }
    all.add(UnitProperty.ofSwitch("MemoryAccounting", true));
    all.add(UnitProperty.ofSwitch("CPUAccounting", true));
    all.add(UnitProperty.ofSwitch(blockIo, true));
    all.add(UnitProperty.ofSwitch("TasksAccounting", true));
    all.add(UnitProperty.ofSwitch("DefaultDependencies", false));
    if (manager.version() >= FIRST_WITH_COLLECT_MODE) {
      all.add(UnitProperty.ofText("CollectMode", "inactive-or-failed"));
    }
    all.addAll(properties);
    return all;
  }

  /** The path of its cgroup, from the root of the hierarchy. */
  public String path() {
    return manager.group() + name.path();
  }
}
