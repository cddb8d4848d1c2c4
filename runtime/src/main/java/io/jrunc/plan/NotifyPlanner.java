package io.jrunc.plan;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides how a container tells the service manager that it is ready; see sd_notify(3). */
final class NotifyPlanner {
  /** Where clients of other runtimes expect it. */
  private static final String FOLDER = "/run/notify";

  private static final String SOCKET = FOLDER + "/notify.sock";

  private NotifyPlanner() {}

  /**
   * Adds the mount of the folder.
   *
   * @param folder of the host; absent when nobody wants to know
   * @return the address for the container's program; empty when it can't reach it
   */
  static Optional<String> plan(
      Optional<String> folder,
      NamespacePlan namespaces,
      List<MountPlan> mounts,
      List<String> warnings) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    if (!namespaces.separates(NamespaceType.MOUNT)) {
      warnings.add("NOTIFY_SOCKET is not passed on: the container has no mount namespace");
      return Optional.empty();
    }
    mounts.add(
        new MountPlan.Bind(
            "",
            FOLDER,
            folder.get(),
            false,
            true,
            Optional.empty(),
            new MountAttributes(
                Set.of(
                    MountAttr.MOUNT_ATTR_RDONLY,
                    MountAttr.MOUNT_ATTR_NOSUID,
                    MountAttr.MOUNT_ATTR_NODEV,
                    MountAttr.MOUNT_ATTR_NOEXEC),
                Set.of(),
                Set.of(),
                Set.of()),
            List.of()));
    return Optional.of(SOCKET);
  }
}
