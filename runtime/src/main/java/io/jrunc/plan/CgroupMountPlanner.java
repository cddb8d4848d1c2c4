package io.jrunc.plan;

import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.linux.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the container sees of cgroups.
 *
 * <p>With a cgroup namespace a new mount of a hierarchy shows the container's own cgroup as its
 * root. Without one it would show all of the host's, so the container's own directory is bound.
 */
final class CgroupMountPlanner {
  private final CgroupLayout layout;
  private final boolean ownNamespace;
  private final boolean ownGroups;
  private final String path;

  CgroupMountPlanner(HostFacts host, NamespacePlan namespaces, CgroupPlan cgroup) {
    this.layout = host.cgroups();
    this.ownGroups = host.effectiveUid() == 0 && host.userNamespace() == UserNamespace.INITIAL;
    this.ownNamespace = namespaces.separates(NamespaceType.CGROUP);
    this.path = cgroup.path();
  }

  /** The hierarchies that limit the container: all of version 1, or else that of version 2. */
  void any(String pointer, String destination, MountOptions options, List<MountPlan> plans) {
    if (layout.hierarchies().isEmpty()) {
      throw new HostLacksException(pointer, "no cgroup hierarchy is mounted on this host");
    }
    if (layout.isUnified()) {
      version2(pointer, destination, options, plans);
      return;
    }
    plans.add(base(pointer, destination, options));
    for (Hierarchy hierarchy : layout.hierarchies()) {
      if (hierarchy.version() == 2) {
        continue; // beside version 1 it limits nothing, and the container has no group in it
      }
      String name = hierarchy.mountPoint().substring(hierarchy.mountPoint().lastIndexOf('/') + 1);
      plans.add(mount(pointer, destination + "/" + name, hierarchy, options));
      links(pointer, destination, hierarchy, name, plans);
    }
  }

  /** The one hierarchy of version 2. */
  void version2(String pointer, String destination, MountOptions options, List<MountPlan> plans) {
    for (Hierarchy hierarchy : layout.hierarchies()) {
      if (hierarchy.version() == 2) {
        plans.add(mount(pointer, destination, hierarchy, options));
        return;
      }
    }
    throw new HostLacksException(pointer, "no cgroup2 hierarchy is mounted on this host");
  }

  /** The directory in which each hierarchy of version 1 has its mount point. */
  private static MountPlan base(String pointer, String destination, MountOptions options) {
    return new MountPlan.Filesystem(
        pointer,
        destination,
        "tmpfs",
        "tmpfs",
        List.of(new MountPlan.Option("mode", Optional.of("755"))),
        options.ofNewWritableMount(),
        options.propagation(),
        options.isReadonly(),
        false);
  }

  private MountPlan mount(
      String pointer, String destination, Hierarchy hierarchy, MountOptions options) {
    if (!ownNamespace) {
      return new MountPlan.Bind(
          pointer,
          destination,
          hierarchy.mountPoint() + (ownGroups ? path : callersPath(hierarchy)),
          false,
          true,
          Optional.empty(),
          ownGroups ? options.changes() : options.readonlyChanges(),
          options.propagation());
    }
    boolean second = hierarchy.version() == 2;
    return new MountPlan.Filesystem(
        pointer,
        destination,
        second ? "cgroup2" : "cgroup",
        second ? "cgroup2" : "cgroup",
        second ? List.of() : controllers(hierarchy),
        options.ofNewMount(), // without "ro" for the file system: it is the host's one
        options.propagation(),
        false,
        false);
  }

  /**
   * The group of an ordinary user, whose containers have none of their own, below the mount point.
   * It isn't the container's to change (CVE-2023-25809).
   */
  private static String callersPath(Hierarchy hierarchy) {
    String own = hierarchy.ownPathBelowMount().orElse("/");
    return own.equals("/") ? "" : own;
  }

  private static List<MountPlan.Option> controllers(Hierarchy hierarchy) {
    List<MountPlan.Option> options = new ArrayList<>();
    for (String controller : hierarchy.controllers()) {
      if (controller.startsWith("name=")) {
        options.add(new MountPlan.Option("none", Optional.empty()));
        options.add(new MountPlan.Option("name", Optional.of(controller.substring(5))));
      } else {
        options.add(new MountPlan.Option(controller, Optional.empty()));
      }
    }
    return options;
  }

  /** A name for each of the controllers that share a hierarchy, beside that of its mount point. */
  private static void links(
      String pointer, String destination, Hierarchy hierarchy, String name, List<MountPlan> plans) {
    if (hierarchy.controllers().size() < 2) {
      return;
    }
    for (String controller : hierarchy.controllers()) {
      if (!controller.equals(name) && !controller.startsWith("name=")) {
        plans.add(new MountPlan.Link(pointer, destination + "/" + controller, name));
      }
    }
  }
}
