package io.jrunc.plan;

import io.jrunc.linux.abi.Capability;
import io.jrunc.plan.ProcessPlan.CapabilityPlan;
import io.jrunc.spec.Capabilities;
import java.util.List;
import java.util.Optional;

/**
 * Decides which capabilities the program gets: what is asked for, as far as it can be given. The
 * rest is worth a warning, and no failure (config.md of the runtime-spec).
 */
final class CapabilityPlanner {
  private final HostFacts host;
  private final List<String> warnings;

  CapabilityPlanner(HostFacts host, List<String> warnings) {
    this.host = host;
    this.warnings = warnings;
  }

  /**
   * The plan.
   *
   * @param ownUserNamespace whoever enters another user namespace has all capabilities in it
   */
  CapabilityPlan plan(Capabilities asked, boolean ownUserNamespace) {
    long known = -1L >>> (Long.SIZE - 1 - host.lastCapability());
    long ofBounding = ownUserNamespace ? known : known & host.boundingCapabilities();
    long ofOthers = ownUserNamespace ? known : known & host.permittedCapabilities();
    long bounding = set("bounding", asked.bounding(), ofBounding);
    long permitted = set("permitted", asked.permitted(), ofOthers);
    long effective = set("effective", asked.effective(), ofOthers);
    long inheritable = set("inheritable", asked.inheritable(), ofOthers);
    long ambient = set("ambient", asked.ambient(), ofOthers);
    // The kernel wants effective within permitted, inheritable within bounding, and ambient within
    // permitted and inheritable. Clients often ask for ambient ones and forget the inheritable.
    return new CapabilityPlan(
        bounding,
        effective & permitted,
        permitted,
        inheritable & bounding,
        ambient & permitted & inheritable & bounding);
  }

  private long set(String name, List<String> asked, long grantable) {
    long set = 0;
    for (String word : asked) {
      Optional<Capability> capability = Capability.named(word);
      if (capability.isEmpty()) {
        warnings.add(place(name) + word + " is not a capability");
      } else if ((capability.get().bit() & grantable) == 0) {
        warnings.add(place(name) + word + " cannot be given");
      } else {
        set |= capability.get().bit();
      }
    }
    return set;
  }

  private static String place(String set) {
    return "/process/capabilities/" + set + ": ";
  }
}
