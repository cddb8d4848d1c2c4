package io.jrunc.plan;

import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.spec.linux.Linux;

/** Decides where the container's cgroup is. */
final class CgroupPlanner {
  /** The cgroup below which all are that config.json gives no absolute path for. */
  private static final String PARENT = "/jrunc";

  private CgroupPlanner() {}

  static CgroupPlan plan(ContainerId id, Linux linux) {
    return new CgroupPlan(path(id, linux.cgroupsPath()), linux.resources());
  }

  private static String path(
      ContainerId id, @org.jspecify.annotations.Nullable String cgroupsPath) {
    if (cgroupsPath == null) {
      return PARENT + "/" + id;
    }
    String normal = ContainerPath.normalize(cgroupsPath);
    return cgroupsPath.startsWith("/") ? normal : PARENT + normal;
  }
}
