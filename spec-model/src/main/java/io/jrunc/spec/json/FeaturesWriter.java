package io.jrunc.spec.json;

import io.jrunc.spec.state.CgroupFeatures;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.IntelRdtFeatures;
import io.jrunc.spec.state.LinuxFeatures;
import io.jrunc.spec.state.MemoryPolicyFeatures;
import io.jrunc.spec.state.SeccompFeatures;
import org.jspecify.annotations.Nullable;

/** Writes what a runtime can do. */
public final class FeaturesWriter {
  private FeaturesWriter() {}

  /** On several lines, indented by four spaces as runc does, without a line break at the end. */
  public static String write(Features features) {
    return JsonText.indented(
        new JsonMembers()
            .value("ociVersionMin", features.ociVersionMin())
            .value("ociVersionMax", features.ociVersionMax())
            .values("hooks", features.hooks())
            .values("mountOptions", features.mountOptions())
            .objectIfAny("linux", linux(features.linux()))
            .map("annotations", features.annotations())
            .values(
                "potentiallyUnsafeConfigAnnotations", features.potentiallyUnsafeConfigAnnotations())
            .toMap(),
        "    ");
  }

  private static JsonMembers linux(LinuxFeatures linux) {
    return new JsonMembers()
        .values("namespaces", linux.namespaces())
        .values("capabilities", linux.capabilities())
        .objectIfAny("cgroup", cgroup(linux.cgroup()))
        .objectIfAny("seccomp", seccomp(linux.seccomp()))
        .objectIfAny("apparmor", enabled(linux.apparmor()))
        .objectIfAny("selinux", enabled(linux.selinux()))
        .objectIfAny("intelRdt", intelRdt(linux.intelRdt()))
        .objectIfAny("memoryPolicy", memoryPolicy(linux.memoryPolicy()))
        .objectIfAny(
            "mountExtensions", new JsonMembers().objectIfAny("idmap", enabled(linux.idmap())))
        .objectIfAny("netDevices", enabled(linux.netDevices()));
  }

  private static JsonMembers enabled(@Nullable Boolean enabled) {
    return new JsonMembers().value("enabled", enabled);
  }

  private static JsonMembers cgroup(CgroupFeatures cgroup) {
    return new JsonMembers()
        .value("v1", cgroup.v1())
        .value("v2", cgroup.v2())
        .value("systemd", cgroup.systemd())
        .value("systemdUser", cgroup.systemdUser())
        .value("rdma", cgroup.rdma());
  }

  private static JsonMembers seccomp(SeccompFeatures seccomp) {
    return enabled(seccomp.enabled())
        .values("actions", seccomp.actions())
        .values("operators", seccomp.operators())
        .values("archs", seccomp.archs())
        .values("knownFlags", seccomp.knownFlags())
        .values("supportedFlags", seccomp.supportedFlags());
  }

  private static JsonMembers intelRdt(IntelRdtFeatures intelRdt) {
    return enabled(intelRdt.enabled())
        .value("schemata", intelRdt.schemata())
        .value("monitoring", intelRdt.monitoring());
  }

  private static JsonMembers memoryPolicy(MemoryPolicyFeatures policy) {
    return new JsonMembers().values("modes", policy.modes()).values("flags", policy.flags());
  }
}
