package io.jrunc.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.NetDevice;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Network devices that move into the container have names that the kernel accepts, and of those
 * inside no two are the same.
 */
final class NetDeviceRule {
  private static final int LONGEST = 15;

  /** What the kernel puts a number for. */
  private static final String TEMPLATE = "%d";

  private NetDeviceRule() {}

  static void check(Spec spec, Problems problems) {
    Map<String, NetDevice> devices = spec.linux().netDevices();
    if (!NamespaceRule.separates(spec.linux(), NamespaceType.NETWORK)) {
      problems.add("/linux/netDevices", "needs a network namespace");
    }
    Set<String> inside = new HashSet<>();
    for (Map.Entry<String, NetDevice> device : devices.entrySet()) {
      check(device.getKey(), device.getValue().name(), inside, problems);
    }
  }

  private static void check(
      String name, @Nullable String newName, Set<String> inside, Problems problems) {
    if (!isName(name) || name.indexOf('%') >= 0) {
      problems.refuse("/linux/netDevices", name, "is not the name of a network device");
      return;
    }
    String pointer = "/linux/netDevices/" + name.replace("~", "~0") + "/name";
    if (newName == null) {
      if (!inside.add(name)) {
        problems.refuse("/linux/netDevices", name, "is the name of two devices in the container");
      }
    } else if (!isName(newName) || (!isTemplate(newName) && newName.indexOf('%') >= 0)) {
      problems.refuse(
          pointer, newName, "is not a name for a network device, with %d at its end or without");
    } else if (!isTemplate(newName) && !inside.add(newName)) {
      problems.refuse(pointer, newName, "is the name of two devices in the container");
    }
  }

  private static boolean isTemplate(String name) {
    return name.indexOf('%') == name.length() - TEMPLATE.length() && name.endsWith(TEMPLATE);
  }

  /** As the kernel's dev_valid_name has it, which looks at bytes; 0xa0 is white space to it. */
  private static boolean isName(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (byte part : bytes) {
      if (part == '/' || part == ':' || part == 0 || isSpace(part & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(int part) {
    return part == ' ' || (part >= '\t' && part <= '\r') || part == 0xa0;
  }
}
