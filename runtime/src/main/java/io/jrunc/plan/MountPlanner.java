package io.jrunc.plan;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what each entry of {@code mounts} leads to. */
final class MountPlanner {
  private final Bundle bundle;
  private final HostFacts host;
  private final List<Mount> mounts;
  private final CgroupMountPlanner cgroups;
  private final MountIdMapPlanner idMaps;
  private final @Nullable String label;
  private final List<String> warnings;

  MountPlanner(
      Bundle bundle,
      HostFacts host,
      NamespacePlan namespaces,
      CgroupPlan cgroup,
      List<String> warnings) {
    this.bundle = bundle;
    this.host = host;
    this.mounts = bundle.spec().mounts();
    this.cgroups = new CgroupMountPlanner(host, namespaces, cgroup);
    this.idMaps = new MountIdMapPlanner(host, namespaces);
    this.label = bundle.spec().linux().mountLabel();
    this.warnings = warnings;
  }

  List<MountPlan> plan() {
    if (label != null && !host.securityModules().selinux()) {
      throw new HostLacksException(
          "/linux/mountLabel",
          "label " + label + " needs SELinux, which this host does not have or has disabled");
    }
    List<MountPlan> plans = new ArrayList<>();
    for (int i = 0; i < mounts.size(); i++) {
      String destination = mounts.get(i).destination();
      if (!destination.startsWith("/")) {
        String place = "/mounts/" + i + "/destination";
        warnings.add(place + ": " + destination + " is not absolute: taken from /");
      }
      plan(i, plans);
    }
    return plans;
  }

  /** Where the mount is in the end, whatever links lead there. */
  private String target(Mount mount) {
    String destination = ContainerPath.normalize(mount.destination());
    return host.mountTargets().getOrDefault(destination, destination);
  }

  private void plan(int index, List<MountPlan> plans) {
    Mount mount = mounts.get(index);
    String pointer = "/mounts/" + index;
    String destination = target(mount);
    MountOptions options = new MountOptions(mount.options());
    if (MountOption.isRemount(mount.options())) {
      plans.add(remount(pointer, destination, options));
    } else if (MountOption.isBind(mount.options())) {
      plans.add(bind(pointer, destination, mount, options));
    } else if ("cgroup".equals(mount.type())) {
      cgroups.any(pointer, destination, options, plans);
    } else if ("cgroup2".equals(mount.type())) {
      cgroups.version2(pointer, destination, options, plans);
    } else {
      plans.add(filesystem(index, destination, mount, options));
    }
  }

  /**
   * What isn't named stays as it is. With {@code bind} only the mount is changed, as by mount(2).
   */
  private static MountPlan remount(String pointer, String destination, MountOptions options) {
    List<MountPlan.Option> words = new ArrayList<>();
    if (!options.isBind()) {
      if (options.changes().set().contains(MountAttr.MOUNT_ATTR_RDONLY)) {
        words.add(new MountPlan.Option("ro", Optional.empty()));
      } else if (options.changes().cleared().contains(MountAttr.MOUNT_ATTR_RDONLY)) {
        words.add(new MountPlan.Option("rw", Optional.empty()));
      }
      words.addAll(options.filesystem());
    }
    return new MountPlan.Remount(
        pointer, destination, words, options.changes(), options.propagation());
  }

  private MountPlan bind(String pointer, String destination, Mount mount, MountOptions options) {
    String path = bundle.bindSource(mount);
    SourceKind kind = host.bindSources().get(path);
    if (kind == null) {
      throw new HostLacksException(pointer, "source " + path + ": no such file or directory");
    }
    return new MountPlan.Bind(
        pointer,
        destination,
        path,
        options.isRecursiveBind(),
        kind == SourceKind.DIRECTORY,
        idMaps.plan(pointer, mount, options),
        showsGroupsOfOthers(path, options) ? options.allReadonlyChanges() : options.changes(),
        options.propagation());
  }

  /**
   * Whether it is the host's /sys, meant to be read-only, for an ordinary user: in the cgroups that
   * are mounted in it, he may have groups to write to, and his container may not (CVE-2023-25809).
   */
  private boolean showsGroupsOfOthers(String source, MountOptions options) {
    String path = ContainerPath.normalize(source);
    boolean ordinary = host.effectiveUid() != 0 || host.userNamespace() != UserNamespace.INITIAL;
    return ordinary
        && options.isRecursiveBind()
        && options.isReadonly()
        && (path.equals("/sys") || ContainerPath.isBelow(path, "/sys"));
  }

  private MountPlan filesystem(int index, String destination, Mount mount, MountOptions options) {
    String type = Objects.requireNonNull(mount.type(), "a valid mount has a type");
    boolean late =
        options.isReadonly() && isMountedInto(type, destination) && !isCovered(index, destination);
    List<MountPlan.Option> words = new ArrayList<>();
    if (options.isReadonly() && !late) {
      words.add(new MountPlan.Option("ro", Optional.empty())); // as mount(2) does with MS_RDONLY
    }
    words.addAll(options.filesystem());
    if (label != null && takesLabel(type) && !hasLabel(words)) {
      words.add(new MountPlan.Option("context", Optional.of(label)));
    }
    boolean seen = late || !options.isReadonly(); // else a later mount hides it
    return new MountPlan.Filesystem(
        "/mounts/" + index,
        destination,
        type,
        mount.source() == null ? type : mount.source(),
        words,
        late ? options.ofNewWritableMount() : options.ofNewMount(),
        options.propagation(),
        late,
        options.isCopyUp() && seen);
  }

  /** The labels in the others are the kernel's own. */
  private static boolean takesLabel(String type) {
    return !type.equals("proc") && !type.equals("sysfs") && !type.equals("mqueue");
  }

  private static boolean hasLabel(List<MountPlan.Option> options) {
    for (MountPlan.Option option : options) {
      if (option.key().endsWith("context")) { // fscontext, defcontext and rootcontext as well
        return true;
      }
    }
    return false;
  }

  /** Whether mount points and devices are made in it after it has been mounted. */
  private static boolean isMountedInto(String type, String destination) {
    return type.equals("tmpfs") || destination.equals("/dev");
  }

  /** Whether a later mount hides this one, so that its path would lead to that one at the end. */
  private boolean isCovered(int index, String destination) {
    for (Mount later : mounts.subList(index + 1, mounts.size())) {
      String other = target(later);
      boolean above = destination.equals(other) || ContainerPath.isBelow(destination, other);
      if (above && !MountOption.isRemount(later.options())) {
        return true;
      }
    }
    return false;
  }
}
