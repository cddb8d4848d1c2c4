package io.jrunc.cgroup;

import io.jrunc.spec.linux.Resources;
import java.util.List;

/** Which values limits lead to, in the order in which they must be written; does no I/O. */
public final class ResourceRules {

  private ResourceRules() {}

  /**
   * The settings for every limit but the devices.
   *
   * @param asked the limits of config.json
   * @param controllers what the group can use
   * @param present what holds in the group by now
   * @throws CgroupException if a limit is out of range, contradicts another, or has no controller
   */
  public static List<CgroupSetting> limits(
      Resources asked, Controllers controllers, PresentLimits present) {
    SettingList settings = new SettingList(controllers);
    MemoryRules.add(asked.memory(), present, settings);
    CpuRules.add(asked.cpu(), present, settings);
    PidsRules.add(asked.pids(), settings);
    BlockIoRules.add(asked.blockIo(), settings);
    HugetlbRules.add(asked.hugepageLimits(), settings);
    NetworkRules.add(asked.network(), settings);
    RdmaRules.add(asked.rdma(), settings);
    UnifiedRules.add(asked.unified(), settings); // last, so that they win
    return settings.toList();
  }

  /**
   * The settings of version 1 that let the container use its devices and no others; none where
   * there are neither rules nor anything to keep them.
   *
   * @throws CgroupException if the rules can't be expressed, or there is nothing to keep them
   */
  public static List<CgroupSetting> devices(Resources asked, Controllers controllers) {
    if (controllers.versionOf(DeviceList.CONTROLLER).isEmpty()) {
      if (asked.devices().isEmpty()) {
        return List.of();
      }
      throw new CgroupException(
          DeviceRules.AT, "the devices controller is not available on this host");
    }
    return DeviceList.of(new DeviceRules(asked.devices())).settings();
  }

  /**
   * The weight that stands in version 2 for the cpu shares of version 1, which config.json has.
   *
   * @param shares 2 to 262144
   */
  public static long cpuWeight(long shares) {
    return CpuRules.weight(shares);
  }
}
