package io.jrunc.plan;

import java.util.Map;
import java.util.Optional;

/**
 * What a plan must know of the host.
 *
 * @param caller what the container inherits from our caller
 * @param effectiveUid of this process
 * @param boundingCapabilities our own bounding set, bit n for capability n
 * @param permittedCapabilities our own permitted set
 * @param lastCapability number of the newest capability that the kernel knows
 * @param cgroups how cgroups are mounted
 * @param bindSources what stands at the source of each bind mount, by absolute path; a path that is
 *     missing here doesn't exist
 * @param joinedNamespaceOwners for each namespace path of the configuration: whether it belongs to
 *     the user namespace that the configuration joins
 * @param passwdHome the home directory of the container's user in its own /etc/passwd; absent where
 *     there is none
 */
public record HostFacts(
    CallerFacts caller,
    long effectiveUid,
    long boundingCapabilities,
    long permittedCapabilities,
    int lastCapability,
    CgroupLayout cgroups,
    Map<String, SourceKind> bindSources,
    Map<String, Boolean> joinedNamespaceOwners,
    Optional<String> passwdHome) {

  /** What can be the source of a bind mount. */
  public enum SourceKind {
    DIRECTORY,
    OTHER
  }

  public HostFacts {
    bindSources = Map.copyOf(bindSources);
    joinedNamespaceOwners = Map.copyOf(joinedNamespaceOwners);
  }
}
