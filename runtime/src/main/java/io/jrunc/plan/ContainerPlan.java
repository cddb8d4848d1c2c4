package io.jrunc.plan;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is decided about a container. Lists keep the order in which things are done.
 *
 * @param id the container's name
 * @param caller what the container inherits from the process that called us
 * @param hostname present when one is to be set
 * @param domainname present when one is to be set
 * @param network what the host does for its network
 * @param hooks present when init has a part in hooks
 */
public record ContainerPlan(
    String id,
    CallerFacts caller,
    NamespacePlan namespaces,
    RootfsPlan rootfs,
    List<MountPlan> mounts,
    DevicePlan devices,
    List<PathRule> maskedPaths,
    List<PathRule> readonlyPaths,
    List<SysctlPlan> sysctls,
    Optional<String> hostname,
    Optional<String> domainname,
    ProcessPlan process,
    CgroupPlan cgroup,
    NetworkPlan network,
    Optional<HooksPlan> hooks) {

  public ContainerPlan {
    mounts = List.copyOf(mounts);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
    sysctls = List.copyOf(sysctls);
  }
}
