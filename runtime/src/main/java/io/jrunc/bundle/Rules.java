package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Resources;

/**
 * Every rule about config.json that its form (see {@link io.jrunc.spec.json.SpecReader}) leaves
 * open and that can be told without the host. Each adds what it finds; none stops the others.
 */
final class Rules {
  private Rules() {}

  static void check(Spec spec, Problems problems) {
    VersionRule.check(spec, problems);
    NamespaceRule.check(spec, problems);
    IdMappingRule.check(spec, problems);
    ProcessRule.check(spec, problems);
    UserRule.check(spec, problems);
    RlimitRule.check(spec, problems);
    SchedulerRule.check(spec, problems);
    AffinityRule.check(spec, problems);
    MountRule.check(spec, problems);
    MountIdMapRule.check(spec, problems);
    DeviceRule.check(spec, problems);
    PathRule.check(spec, problems);
    HookRule.check(spec, problems);
    SysctlRule.check(spec, problems);
    SeccompRule.check(spec, problems);
    CgroupRule.check(spec, problems);
    IntelRdtRule.check(spec, problems);
    CpusetRule.check(spec.linux().resources(), problems);
    MemoryPolicyRule.check(spec, problems);
    PersonalityRule.check(spec, problems);
    if (!spec.linux().netDevices().isEmpty()) {
      NetDeviceRule.check(spec, problems);
    }
    if (Bundle.asksForNetwork(spec)) { // most leave it to others
      NetworkRule.check(spec, problems);
    }
  }

  /** Those about the process, for another one in a container that exists. */
  static void checkProcess(Spec spec, Problems problems) {
    ProcessRule.check(spec, problems);
    UserRule.check(spec, problems);
    RlimitRule.check(spec, problems);
    SchedulerRule.check(spec, problems);
    AffinityRule.check(spec, problems);
  }

  /** Those about limits, for new ones of a container that exists. */
  static void checkResources(Resources resources, Problems problems) {
    CpusetRule.check(resources, problems);
  }
}
