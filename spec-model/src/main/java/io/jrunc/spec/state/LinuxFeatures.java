package io.jrunc.spec.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime can do on Linux.
 *
 * @param namespaces types of namespaces
 * @param capabilities names of capabilities
 * @param cgroup kinds of cgroups
 * @param seccomp filters of system calls
 * @param apparmor whether profiles are applied
 * @param selinux whether labels are applied
 * @param intelRdt cache and memory bandwidth
 * @param memoryPolicy NUMA memory policies
 * @param idmap whether mounts can be id-mapped ("mountExtensions.idmap" in JSON)
 * @param netDevices whether network devices can be moved into a container
 */
public record LinuxFeatures(
    List<String> namespaces,
    List<String> capabilities,
    CgroupFeatures cgroup,
    SeccompFeatures seccomp,
    @Nullable Boolean apparmor,
    @Nullable Boolean selinux,
    IntelRdtFeatures intelRdt,
    MemoryPolicyFeatures memoryPolicy,
    @Nullable Boolean idmap,
    @Nullable Boolean netDevices) {

  /** Copies the collections. */
  public LinuxFeatures {
    namespaces = List.copyOf(namespaces);
    capabilities = List.copyOf(capabilities);
  }
}
