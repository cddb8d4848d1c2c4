package io.jrunc.plan;

import io.jrunc.plan.NamespacePlan.JoinedNamespace;
import io.jrunc.spec.Mount;
import io.jrunc.spec.linux.NamespaceType;
import java.util.Optional;

/** Decides which ids a mount maps: its own mappings, or else those of the container. */
final class MountIdMapPlanner {
  private final HostFacts host;
  private final NamespacePlan namespaces;

  MountIdMapPlanner(HostFacts host, NamespacePlan namespaces) {
    this.host = host;
    this.namespaces = namespaces;
  }

  Optional<MountIdMap> plan(String pointer, Mount mount, MountOptions options) {
    if (mount.uidMappings().isEmpty() && !options.isIdMapped()) {
      return Optional.empty();
    }
    if (!host.copiesTrees()) {
      throw new HostLacksException(pointer, "only root can map the ids of a mount");
    }
    return Optional.of(
        mount.uidMappings().isEmpty()
            ? ofContainer(pointer, options)
            : new MountIdMap.Ranges(
                mount.uidMappings(), mount.gidMappings(), options.isIdMappedBelow()));
  }

  private MountIdMap ofContainer(String pointer, MountOptions options) {
    if (namespaces.creates(NamespaceType.USER)) {
      return new MountIdMap.Ranges(
          namespaces.uidMappings(), namespaces.gidMappings(), options.isIdMappedBelow());
    }
    for (JoinedNamespace namespace : namespaces.joined()) {
      if (namespace.type() == NamespaceType.USER) {
        return new MountIdMap.OfNamespace(namespace.path(), options.isIdMappedBelow());
      }
    }
    throw new HostLacksException(
        pointer, "the user namespace to take id mappings from is the one of the host");
  }
}
