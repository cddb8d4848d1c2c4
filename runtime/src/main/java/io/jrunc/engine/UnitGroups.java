package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupSetting;
import io.jrunc.cgroup.CgroupVersion;
import io.jrunc.cgroup.UnitDevices;
import io.jrunc.spec.linux.Resources;
import io.jrunc.systemd.Systemd;
import io.jrunc.unit.Limit;
import io.jrunc.unit.TypedValue;
import io.jrunc.unit.UnitLimits;
import io.jrunc.unit.UnitProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * Where groups and units meet: systemd is told of every limit and of all devices, because it writes
 * both again when it is reloaded.
 */
final class UnitGroups {
  private UnitGroups() {}

  /** What the settings are as properties. */
  static List<UnitProperty> limits(List<CgroupSetting> settings, int version) {
    List<Limit> limits = new ArrayList<>();
    for (CgroupSetting setting : settings) {
      limits.add(new Limit(setting.file(), setting.value()));
    }
    return UnitLimits.properties(limits, version);
  }

  /** The devices; those that were there before are replaced. */
  static List<UnitProperty> devices(Resources resources, boolean isUnified) {
    UnitDevices devices =
        UnitDevices.of(resources.devices(), isUnified ? CgroupVersion.V2 : CgroupVersion.V1);
    List<Object> entries = new ArrayList<>();
    for (UnitDevices.Entry entry : devices.allowed()) {
      entries.add(List.of(entry.device(), entry.access()));
    }
    List<UnitProperty> properties = new ArrayList<>();
    properties.add(new UnitProperty("DevicePolicy", new TypedValue("s", devices.policy().word())));
    properties.add(new UnitProperty("DeviceAllow", new TypedValue("a(ss)", List.of())));
    if (!entries.isEmpty()) {
      properties.add(new UnitProperty("DeviceAllow", new TypedValue("a(ss)", entries)));
    }
    return properties;
  }

  /** Ends what runs in a unit, stops it, and removes what systemd leaves. */
  static void remove(Systemd systemd, String unit, Cgroup group) {
    group.kill();
    systemd.stop(unit);
    group.delete();
  }
}
