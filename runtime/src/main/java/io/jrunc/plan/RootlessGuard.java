package io.jrunc.plan;

import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.Capability;
import io.jrunc.plan.NamespacePlan.JoinedNamespace;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;

/** Refuses what the kernel keeps from ordinary users, in words that say what to do about it. */
final class RootlessGuard {
  private RootlessGuard() {}

  static void check(Spec spec, NamespacePlan namespaces, HostFacts host) {
    boolean inUserNamespace = namespaces.separates(NamespaceType.USER);
    if (!inUserNamespace && !host.may(Capability.CAP_SYS_ADMIN)) {
      throw new HostLacksException(
          "/linux/namespaces",
          "has no user namespace, without which only root can make a container; an ordinary user"
              + " needs one (spec --rootless writes a config.json that has it)");
    }
    if (!spec.linux().netDevices().isEmpty() && !host.may(Capability.CAP_NET_ADMIN)) {
      throw new HostLacksException(
          "/linux/netDevices",
          "an ordinary user cannot move network devices of the host; it takes CAP_NET_ADMIN there");
    }
    if (namespaces.creates(NamespaceType.USER)) {
      groups(spec, namespaces);
    }
    if (inUserNamespace) {
      sysfs(spec.mounts(), namespaces);
    }
  }

  private static void groups(Spec spec, NamespacePlan namespaces) {
    Process process = spec.process();
    if (process != null
        && !process.user().additionalGids().isEmpty()
        && namespaces.gidMapWriter() == IdMapWriter.ENGINE_OF_ORDINARY_USER) {
      throw new HostLacksException(
          "/process/user/additionalGids",
          "cannot be set by an ordinary user who maps only his own group");
    }
  }

  private static void sysfs(List<Mount> mounts, NamespacePlan namespaces) {
    if (ownsNetwork(namespaces)) {
      return;
    }
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      if ("sysfs".equals(mount.type())
          && !MountOption.isBind(mount.options())
          && !MountOption.isRemount(mount.options())) {
        throw new HostLacksException(
            "/mounts/" + i,
            "sysfs can be mounted only with a network namespace that belongs to the container's"
                + " user namespace; bind the host's instead: type none, source /sys, option rbind");
      }
    }
  }

  private static boolean ownsNetwork(NamespacePlan namespaces) {
    for (JoinedNamespace joined : namespaces.joined()) {
      if (joined.type() == NamespaceType.NETWORK) {
        return joined.ownedByJoinedUser();
      }
    }
    return namespaces.creates(NamespaceType.NETWORK);
  }
}
