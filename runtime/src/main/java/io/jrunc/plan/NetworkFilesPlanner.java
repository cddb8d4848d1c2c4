package io.jrunc.plan;

import io.jrunc.bundle.ContainerPath;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;
import java.util.Optional;

/** Decides which of the files with names, addresses and name servers a container gets. */
final class NetworkFilesPlanner {
  private static final String POINTER = "/annotations/" + NetworkAnnotations.MODE;

  private final Spec spec;
  private final HostFacts host;
  private final NamespacePlan namespaces;

  NetworkFilesPlanner(Spec spec, HostFacts host, NamespacePlan namespaces) {
    this.spec = spec;
    this.host = host;
    this.namespaces = namespaces;
  }

  /** Adds their mounts, after all others; where config.json has one of its own, that one stays. */
  void plan(NetworkOptions network, List<MountPlan> mounts, List<String> warnings) {
    if (!namespaces.separates(NamespaceType.MOUNT)) {
      warnings.add(POINTER + ": names and name servers stay: there is no mount namespace");
      return;
    }
    if (!host.copiesTrees() && !isCaller(namespaces.uidMappings())) {
      warnings.add(
          POINTER
              + ": names and name servers stay: the container's root is another user than you, and"
              + " can't reach files of yours");
      return;
    }
    for (NetworkFile file : NetworkFile.values()) {
      boolean named = spec.hostname() != null && !network.shared();
      if (!isMounted(file.destination()) && (file != NetworkFile.HOSTNAME || named)) {
        mounts.add(mount(file, network.folder()));
      }
    }
  }

  /** Whether the container's root is who calls us. */
  private boolean isCaller(List<IdMapping> users) {
    for (IdMapping range : users) {
      if (range.containerId() == 0) {
        return range.hostId() == host.effectiveUid();
      }
    }
    return users.isEmpty();
  }

  private MountPlan mount(NetworkFile file, String folder) {
    String destination = file.destination();
    return new MountPlan.Bind(
        POINTER,
        host.mountTargets().getOrDefault(destination, destination),
        folder + "/" + file.fileName(),
        false,
        false,
        Optional.empty(),
        MountAttributes.NONE,
        List.of());
  }

  /** The host's own /etc is no choice of names: it comes with the host's programs. */
  private boolean isMounted(String path) {
    for (Mount mount : spec.mounts()) {
      String destination = ContainerPath.normalize(mount.destination());
      boolean isAbove = destination.equals("/etc") && !destination.equals(mount.source());
      if (path.equals(destination) || isAbove) {
        return true;
      }
    }
    return false;
  }
}
