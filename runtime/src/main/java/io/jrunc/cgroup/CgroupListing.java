package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.cgroup.CgroupSetting.Need;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes for people what is set in a container's new groups: every file, and the device filter. */
final class CgroupListing {

  private final CgroupPaths paths;
  private final StringBuilder text = new StringBuilder();
  private Optional<Path> directory = Optional.empty();

  CgroupListing(CgroupPaths paths) {
    this.paths = paths;
  }

  /**
   * Each group is a heading above what is written there, with the field that asks for it.
   *
   * @throws CgroupException if a limit can't be kept
   */
  String text(Resources resources, CgroupAccess access) {
    Controllers controllers = Controllers.of(paths);
    addAll(ResourceRules.limits(resources, controllers, PresentLimits.ofNewGroup()));
    if (access == CgroupAccess.REQUIRED) {
      addDevices(resources, controllers);
    } else {
      text.append("\n# device rules are left out: who may not change cgroups has no devices\n");
    }
    return text.toString();
  }

  private void addDevices(Resources resources, Controllers controllers) {
    Optional<Path> unified = Optional.empty();
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V2) {
        unified = Optional.of(entry.directory());
      }
    }
    if (controllers.versionOf(DeviceList.CONTROLLER).isPresent() || unified.isEmpty()) {
      addAll(ResourceRules.devices(resources, controllers));
      return;
    }
    DeviceRules rules = new DeviceRules(resources.devices());
    if (!rules.allowAll()) {
      heading(unified.get());
      addFilter(new DeviceFilter(rules));
    }
  }

  private void addAll(List<CgroupSetting> settings) {
    for (CgroupSetting setting : settings) {
      for (Entry entry : paths.entries()) {
        if (Controllers.isIn(entry.version(), entry.controllers(), setting.controller())) {
          heading(entry.directory());
          break;
        }
      }
      text.append("    ").append(setting.file()).append(" = ").append(setting.value());
      text.append("  [").append(setting.pointer()).append(']').append(condition(setting.need()));
      text.append('\n');
    }
  }

  private static String condition(Need need) {
    return switch (need) {
      case MUST_BE_THERE -> "";
      case MAY_BE_MISSING -> "  if there is such a file";
      case NEXT_IF_MISSING -> "  or, if there is no such file:";
    };
  }

  private void heading(Path group) {
    if (!directory.equals(Optional.of(group))) {
      directory = Optional.of(group);
      text.append("\n# cgroup ").append(group).append('\n');
    }
  }

  private void addFilter(DeviceFilter filter) {
    text.append("    device filter \"").append(DeviceFilter.NAME).append("\":\n");
    int index = 0;
    for (DeviceFilter.Part part : filter.parts()) {
      text.append("        # ").append(part.title());
      if (!part.pointer().isEmpty()) {
        text.append("  [").append(part.pointer()).append(']');
      }
      text.append('\n');
      for (BpfInstruction instruction : part.instructions()) {
        String number = Integer.toString(index);
        text.append(" ".repeat(Math.max(0, 6 - number.length()))).append(number).append("  ");
        text.append(DeviceFilter.describe(instruction, index)).append('\n');
        index++;
      }
    }
  }
}
