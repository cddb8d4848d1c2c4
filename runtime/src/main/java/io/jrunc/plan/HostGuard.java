package io.jrunc.plan;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;

/**
 * Refuses what would change the host: a configuration can list a namespace by a path that leads to
 * the one that we are in ourselves.
 */
final class HostGuard {
  private HostGuard() {}

  static void check(Spec spec, NamespacePlan namespaces) {
    if (spec.hostname() != null) {
      needs(NamespaceType.UTS, "/hostname", namespaces);
    }
    if (spec.domainname() != null) {
      needs(NamespaceType.UTS, "/domainname", namespaces);
    }
    if (!spec.mounts().isEmpty()) {
      needs(NamespaceType.MOUNT, "/mounts", namespaces);
    }
    if (!spec.linux().netDevices().isEmpty()) {
      needs(NamespaceType.NETWORK, "/linux/netDevices", namespaces);
    }
    for (String name : spec.linux().sysctl().keySet()) {
      needs(namespaceOf(name), Planner.sysctlPointer(name), namespaces);
    }
  }

  private static NamespaceType namespaceOf(String sysctl) {
    if (sysctl.startsWith("net")) {
      return NamespaceType.NETWORK;
    }
    return sysctl.endsWith("domainname") ? NamespaceType.UTS : NamespaceType.IPC;
  }

  private static void needs(NamespaceType type, String pointer, NamespacePlan namespaces) {
    if (!namespaces.separates(type)) {
      throw new HostLacksException(
          pointer, "the " + type.word() + " namespace to join is the one of the host");
    }
  }
}
