package io.jrunc.spec.json;

import io.jrunc.spec.state.CgroupFeatures;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.IntelRdtFeatures;
import io.jrunc.spec.state.LinuxFeatures;
import io.jrunc.spec.state.MemoryPolicyFeatures;
import io.jrunc.spec.state.SeccompFeatures;
import java.util.ArrayList;
import java.util.List;

/** Reads what a runtime can do, our own or another. */
public final class FeaturesReader {
  private FeaturesReader() {}

  /**
   * The output of {@code features}.
   *
   * @throws InvalidSpecException with everything that is wrong with it
   */
  public static Features read(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    JsonObject features = JsonObject.root(JsonTree.parse(document, problems), problems);
    Features read =
        new Features(
            features.requiredText("ociVersionMin"),
            features.requiredText("ociVersionMax"),
            features.texts("hooks"),
            features.texts("mountOptions"),
            linux(features.objectOrEmpty("linux")),
            features.textMap("annotations"),
            features.texts("potentiallyUnsafeConfigAnnotations"));
    if (!problems.isEmpty()) {
      throw new InvalidSpecException(problems);
    }
    return read;
  }

  private static LinuxFeatures linux(JsonObject linux) {
    return new LinuxFeatures(
        linux.texts("namespaces"),
        linux.texts("capabilities"),
        cgroup(linux.objectOrEmpty("cgroup")),
        seccomp(linux.objectOrEmpty("seccomp")),
        linux.objectOrEmpty("apparmor").optionalFlag("enabled"),
        linux.objectOrEmpty("selinux").optionalFlag("enabled"),
        intelRdt(linux.objectOrEmpty("intelRdt")),
        memoryPolicy(linux.objectOrEmpty("memoryPolicy")),
        linux.objectOrEmpty("mountExtensions").objectOrEmpty("idmap").optionalFlag("enabled"),
        linux.objectOrEmpty("netDevices").optionalFlag("enabled"));
  }

  private static CgroupFeatures cgroup(JsonObject cgroup) {
    return new CgroupFeatures(
        cgroup.optionalFlag("v1"),
        cgroup.optionalFlag("v2"),
        cgroup.optionalFlag("systemd"),
        cgroup.optionalFlag("systemdUser"),
        cgroup.optionalFlag("rdma"));
  }

  private static SeccompFeatures seccomp(JsonObject seccomp) {
    return new SeccompFeatures(
        seccomp.optionalFlag("enabled"),
        seccomp.texts("actions"),
        seccomp.texts("operators"),
        seccomp.texts("archs"),
        seccomp.texts("knownFlags"),
        seccomp.texts("supportedFlags"));
  }

  private static IntelRdtFeatures intelRdt(JsonObject intelRdt) {
    return new IntelRdtFeatures(
        intelRdt.optionalFlag("enabled"),
        intelRdt.optionalFlag("schemata"),
        intelRdt.optionalFlag("monitoring"));
  }

  private static MemoryPolicyFeatures memoryPolicy(JsonObject policy) {
    return new MemoryPolicyFeatures(policy.texts("modes"), policy.texts("flags"));
  }
}
