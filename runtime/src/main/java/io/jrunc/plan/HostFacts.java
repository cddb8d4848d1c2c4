package io.jrunc.plan;

import io.jrunc.linux.abi.Capability;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan must know of the host.
 *
 * @param caller what the container inherits from our caller
 * @param effectiveUid of this process
 * @param effectiveGid of this process
 * @param userNamespace which one this process is in
 * @param ownsMounts whether our mount namespace belongs to our user namespace, so that capabilities
 *     count in it
 * @param boundingCapabilities our own bounding set, bit n for capability n
 * @param permittedCapabilities our own permitted set
 * @param lastCapability number of the newest capability that the kernel knows
 * @param cgroups how cgroups are mounted
 * @param bindSources what stands at the source of each bind mount, by absolute path; a path that is
 *     missing here doesn't exist
 * @param mountTargets where a mount's destination leads that has symbolic links, by its normal form
 * @param namespaces what is at each namespace path of the configuration; a path that is missing
 *     here doesn't exist
 * @param passwdHome the home directory of the container's user in its own /etc/passwd; absent where
 *     there is none
 * @param securityModules which of those that the configuration asks for are there
 * @param filter what the seccomp profile becomes here; absent where there is no profile
 */
public record HostFacts(
    CallerFacts caller,
    long effectiveUid,
    long effectiveGid,
    UserNamespace userNamespace,
    boolean ownsMounts,
    long boundingCapabilities,
    long permittedCapabilities,
    int lastCapability,
    CgroupLayout cgroups,
    Map<String, SourceKind> bindSources,
    Map<String, String> mountTargets,
    Map<String, NamespaceKind> namespaces,
    Optional<String> passwdHome,
    SecurityModules securityModules,
    Optional<FilterCode> filter) {

  /** What can be the source of a bind mount. */
  public enum SourceKind {
    DIRECTORY,
    OTHER
  }

  /** What a namespace that the configuration joins is to us. */
  public enum NamespaceKind {
    /** We are in it. */
    OWN,
    /**
     * It belongs to the user namespace that the configuration joins, and is open only from there.
     */
    OF_JOINED_USER,
    /** Any other. */
    OTHER
  }

  /** The user namespace that this process is in. */
  public enum UserNamespace {
    /** The host's, in which root may do everything. */
    INITIAL,
    /** One below it, in which nobody may make devices. */
    NESTED
  }

  /** Facts for a bundle without a seccomp profile. */
  public HostFacts(
      CallerFacts caller,
      long effectiveUid,
      long effectiveGid,
      UserNamespace userNamespace,
      boolean ownsMounts,
      long boundingCapabilities,
      long permittedCapabilities,
      int lastCapability,
      CgroupLayout cgroups,
      Map<String, SourceKind> bindSources,
      Map<String, String> mountTargets,
      Map<String, NamespaceKind> namespaces,
      Optional<String> passwdHome,
      SecurityModules securityModules) {
    this(
        caller,
        effectiveUid,
        effectiveGid,
        userNamespace,
        ownsMounts,
        boundingCapabilities,
        permittedCapabilities,
        lastCapability,
        cgroups,
        bindSources,
        mountTargets,
        namespaces,
        passwdHome,
        securityModules,
        Optional.empty());
  }

  public HostFacts {
    bindSources = Map.copyOf(bindSources);
    mountTargets = Map.copyOf(mountTargets);
    namespaces = Map.copyOf(namespaces);
  }

  /** Whether this process can copy parts of the tree that it sees, and map ids on the copies. */
  public boolean copiesTrees() {
    return ownsMounts && may(Capability.CAP_SYS_ADMIN);
  }

  /** Whether this process has a capability, in its own user namespace. */
  public boolean may(Capability capability) {
    return (permittedCapabilities & capability.bit()) != 0;
  }

  /** The same, with what the seccomp profile becomes. */
  public HostFacts with(FilterCode compiled) {
    return new HostFacts(
        caller,
        effectiveUid,
        effectiveGid,
        userNamespace,
        ownsMounts,
        boundingCapabilities,
        permittedCapabilities,
        lastCapability,
        cgroups,
        bindSources,
        mountTargets,
        namespaces,
        passwdHome,
        securityModules,
        Optional.of(compiled));
  }
}
