package io.jrunc.plan;

import io.jrunc.spec.linux.NetDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network device of the host that moves into the container.
 *
 * @param pointer to its entry in config.json
 * @param name outside
 * @param newName inside; {@code net%d} has a number for {@code %d}, the first that is free
 */
public record NetDevicePlan(String pointer, String name, String newName) {
  private static final String TEMPLATE = "%d";

  static List<NetDevicePlan> plan(Map<String, NetDevice> devices) {
    List<NetDevicePlan> plans = new ArrayList<>(devices.size());
    for (Map.Entry<String, NetDevice> device : new TreeMap<>(devices).entrySet()) {
      String name = device.getKey();
      String newName = device.getValue().name();
      String pointer = "/linux/netDevices/" + name.replace("~", "~0");
      plans.add(new NetDevicePlan(pointer, name, newName == null ? name : newName));
    }
    return plans;
  }

  /** Whether the name inside still needs a number. */
  public boolean isTemplate() {
    return newName.endsWith(TEMPLATE);
  }

  /** The name inside with this number. */
  public String numbered(int number) {
    return newName.substring(0, newName.length() - TEMPLATE.length()) + number;
  }
}
