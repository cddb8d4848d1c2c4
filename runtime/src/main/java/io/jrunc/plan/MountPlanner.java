package io.jrunc.plan;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.spec.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides what each entry of {@code mounts} leads to. */
final class MountPlanner {
  private final Bundle bundle;
  private final HostFacts host;
  private final CgroupMountPlanner cgroups;
  private final List<String> warnings;

  MountPlanner(
      Bundle bundle,
      HostFacts host,
      NamespacePlan namespaces,
      CgroupPlan cgroup,
      List<String> warnings) {
    this.bundle = bundle;
    this.host = host;
    this.cgroups = new CgroupMountPlanner(host.cgroups(), namespaces, cgroup);
    this.warnings = warnings;
  }

  List<MountPlan> plan() {
    List<MountPlan> plans = new ArrayList<>();
    List<Mount> mounts = bundle.spec().mounts();
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      String pointer = "/mounts/" + i;
      if (!mount.destination().startsWith("/")) {
        warnings.add(
            "mounts["
                + i
                + "].destination: "
                + mount.destination()
                + " is not absolute: taken from /");
      }
      plan(pointer, ContainerPath.normalize(mount.destination()), mount, plans);
    }
    return plans;
  }

  private void plan(String pointer, String destination, Mount mount, List<MountPlan> plans) {
    MountOptions options = new MountOptions(mount.options());
    if (MountOption.isBind(mount.options())) {
      plans.add(bind(pointer, destination, mount, options));
    } else if ("cgroup".equals(mount.type())) {
      cgroups.any(pointer, destination, options, plans);
    } else if ("cgroup2".equals(mount.type())) {
      cgroups.version2(pointer, destination, options, plans);
    } else {
      plans.add(filesystem(pointer, destination, mount, options));
    }
  }

  private MountPlan bind(String pointer, String destination, Mount mount, MountOptions options) {
    String source = Objects.requireNonNull(mount.source(), "a valid bind mount has a source");
    String path = source(bundle, source);
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
        options.attributes(),
        options.propagation());
  }

  /** The absolute path of a bind mount's source, by which {@link HostFacts} knows it. */
  static String source(Bundle bundle, String source) {
    return source.startsWith("/") ? source : bundle.directory() + "/" + source;
  }

  private static MountPlan filesystem(
      String pointer, String destination, Mount mount, MountOptions options) {
    String type = Objects.requireNonNull(mount.type(), "a valid mount has a type");
    boolean late = options.isReadonly() && isMountedInto(type, destination);
    List<MountPlan.Option> words = new ArrayList<>(options.filesystem());
    if (!late && options.attributes().set().contains(MountAttr.MOUNT_ATTR_RDONLY)) {
      words.add(0, new MountPlan.Option("ro", Optional.empty())); // as mount(2) does with MS_RDONLY
    }
    return new MountPlan.Filesystem(
        pointer,
        destination,
        type,
        mount.source() == null ? type : mount.source(),
        words,
        late ? options.attributesButReadonly() : options.attributes(),
        options.propagation(),
        late);
  }

  /** Whether mount points and devices are made in it after it has been mounted. */
  private static boolean isMountedInto(String type, String destination) {
    return type.equals("tmpfs") || destination.equals("/dev");
  }
}
