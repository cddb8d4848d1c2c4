package io.jrunc.engine;

/** Who makes the cgroups of new containers. */
public enum CgroupDriver {
  /** This process, as directories. */
  CGROUPFS,
  /** systemd, as units: {@code --systemd-cgroup}. */
  SYSTEMD
}
