package io.jrunc.plan;

import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.spec.Spec;
import io.jrunc.unit.PropertyAnnotations;
import io.jrunc.unit.ServiceManager;
import io.jrunc.unit.UnitName;
import io.jrunc.unit.UnitPlan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides where the container's cgroup is. */
final class CgroupPlanner {
  /**
   * The cgroup below which all are that config.json gives a relative path for, but for users who
   * have one of their own.
   */
  private static final String PARENT = "/jrunc";

  /**
   * Before the id, for a container without a path: one level is made and removed faster than two.
   */
  private static final String PREFIX = "/jrunc-";

  private CgroupPlanner() {}

  static CgroupPlan plan(
      ContainerId id,
      Spec spec,
      CgroupLayout layout,
      Optional<ServiceManager> manager,
      List<String> warnings) {
    String cgroupsPath = spec.linux().cgroupsPath();
    if (manager.isPresent()) {
      UnitPlan unit = unit(id, spec, manager.get(), cgroupsPath);
      return new CgroupPlan(unit.path(), spec.linux().resources(), Optional.of(unit));
    }
    if (cgroupsPath != null && isForSystemd(cgroupsPath)) {
      warnings.add(
          "/linux/cgroupsPath: \""
              + cgroupsPath
              + "\" is taken as a path: it means a slice and a unit only with --systemd-cgroup");
    }
    return new CgroupPlan(path(id, cgroupsPath, layout), spec.linux().resources());
  }

  private static UnitPlan unit(
      ContainerId id, Spec spec, ServiceManager manager, @Nullable String cgroupsPath) {
    String usualSlice = manager.kind().usualSlice();
    UnitName name =
        cgroupsPath == null
            ? UnitName.usual(id.value(), usualSlice)
            : UnitName.of(cgroupsPath, usualSlice);
    return new UnitPlan(manager, name, PropertyAnnotations.read(spec.annotations()));
  }

  /** {@code slice:prefix:name}. */
  private static boolean isForSystemd(String path) {
    int first = path.indexOf(':');
    int last = path.lastIndexOf(':');
    return path.indexOf('/') < 0 && first < last && path.indexOf(':', first + 1) == last;
  }

  private static String path(ContainerId id, @Nullable String cgroupsPath, CgroupLayout layout) {
    if (cgroupsPath == null) {
      return layout.delegated().isPresent() ? above(layout) + "/" + id : PREFIX + id;
    }
    String normal = ContainerPath.normalize(cgroupsPath);
    return cgroupsPath.startsWith("/") ? normal : above(layout) + normal;
  }

  private static String above(CgroupLayout layout) {
    String parent = layout.delegated().orElse(PARENT);
    return parent.equals("/") ? "" : parent;
  }
}
