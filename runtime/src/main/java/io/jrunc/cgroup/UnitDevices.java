package io.jrunc.cgroup;

import io.jrunc.spec.linux.DeviceRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The devices of a container as properties of a systemd unit, systemd.resource-control(5), so that
 * systemd, when it sets up its units again, takes no device away.
 *
 * <p>systemd knows no denials. Beside the filter of version 2, which refuses what they name, the
 * properties may allow more than the rules; where systemd writes the device list of version 1
 * itself they allow no more.
 *
 * @param policy the property DevicePolicy
 * @param allowed the property DeviceAllow, in its order
 */
public record UnitDevices(Policy policy, List<Entry> allowed) {

  /** Whether only what is listed is allowed. */
  public enum Policy {
    /** No device is refused, as long as none is listed. */
    AUTO("auto"),
    /** None but the listed devices is allowed. */
    STRICT("strict");

    private final String word;

    Policy(String word) {
      this.word = word;
    }

    /** systemd's word for it. */
    public String word() {
      return word;
    }
  }

  /**
   * Devices that are allowed.
   *
   * @param device {@code /dev/char/1:3}, {@code char-136} for all devices of a major number, or
   *     {@code block-*} for all of a type
   * @param access letters of r, w and m
   */
  public record Entry(String device, String access) {}

  public UnitDevices {
    allowed = List.copyOf(allowed);
  }

  /**
   * The properties for the rules of config.json.
   *
   * @param version where the device controller of the host is
   * @throws CgroupException if a rule can't be understood
   */
  public static UnitDevices of(List<DeviceRule> asked, CgroupVersion version) {
    DeviceRules rules = new DeviceRules(asked);
    if (allowsWithoutList(rules)) {
      return new UnitDevices(Policy.AUTO, List.of());
    }
    Map<String, Set<DeviceAccess>> found = new LinkedHashMap<>();
    for (Map.Entry<DevicePattern, Set<DeviceAccess>> decision : rules.decisions().entrySet()) {
      DevicePattern pattern = decision.getKey();
      Set<DeviceAccess> access = decision.getValue();
      if (!access.isEmpty() && (version == CgroupVersion.V2 || canBeNamed(pattern))) {
        found
            .computeIfAbsent(device(pattern), d -> EnumSet.noneOf(DeviceAccess.class))
            .addAll(access);
      }
    }
    List<Entry> allowed = new ArrayList<>();
    for (Map.Entry<String, Set<DeviceAccess>> entry : found.entrySet()) {
      allowed.add(new Entry(entry.getKey(), DeviceAccess.letters(entry.getValue())));
    }
    return new UnitDevices(Policy.STRICT, allowed);
  }

  /** All devices, perhaps with exceptions, which can't be said. */
  private static boolean allowsWithoutList(DeviceRules rules) {
    int all = DeviceAccess.values().length;
    return rules.allowed(DeviceRules.ALL_CHAR).size() == all
        && rules.allowed(DeviceRules.ALL_BLOCK).size() == all;
  }

  private static boolean canBeNamed(DevicePattern pattern) {
    return pattern.major() != DevicePattern.ANY || pattern.minor() == DevicePattern.ANY;
  }

  /** The narrowest that systemd has a word for, which needs no device node to be there. */
  private static String device(DevicePattern pattern) {
    String type = pattern.type() == 'b' ? "block" : "char";
    if (pattern.major() == DevicePattern.ANY) {
      return type + "-*";
    }
    if (pattern.minor() == DevicePattern.ANY) {
      return type + "-" + pattern.major();
    }
    return "/dev/" + type + "/" + pattern.major() + ":" + pattern.minor();
  }
}
