package io.jrunc.plan;

import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan.Entrance;
import io.jrunc.plan.CgroupPlan.Opener;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether init enters its groups by itself, which needs nobody's rights but root's. */
final class CgroupEntrance {
  private static final List<String> MEMORY = List.of("memory");

  /** Each group takes two descriptors while init is started. */
  private static final long FILES_FOR_IT = 128;

  private CgroupEntrance() {}

  /** The files of the groups of version 1; empty where others than root make them, or systemd. */
  static Optional<Entrance> find(CgroupPlan cgroup, HostFacts host, NamespacePlan namespaces) {
    boolean isRoot = host.effectiveUid() == 0 && host.userNamespace() == UserNamespace.INITIAL;
    boolean isShortOfFiles = Long.compareUnsigned(host.caller().openFilesHard(), FILES_FOR_IT) < 0;
    if (!isRoot || isShortOfFiles || cgroup.unit().isPresent()) {
      return Optional.empty();
    }
    boolean isChargedLater = !namespaces.creates(NamespaceType.CGROUP); // whose root is where it is
    List<String> taskFiles = new ArrayList<>();
    Optional<String> memoryFile = Optional.empty();
    for (Hierarchy hierarchy : host.cgroups().hierarchies()) {
      if (hierarchy.version() == 1) {
        String file = hierarchy.mountPoint() + cgroup.path() + Entrance.TASKS;
        if (isChargedLater && hierarchy.controllers().equals(MEMORY)) {
          memoryFile = Optional.of(file);
        } else {
          taskFiles.add(file);
        }
      }
    }
    return taskFiles.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entrance(taskFiles, memoryFile, opener(namespaces)));
  }

  /** In a user namespace init has no rights over the host's files, in another's tree no view. */
  private static Opener opener(NamespacePlan namespaces) {
    boolean isOfHost =
        !namespaces.separates(NamespaceType.USER) && namespaces.creates(NamespaceType.MOUNT);
    return isOfHost ? Opener.INIT : Opener.ENGINE;
  }
}
