package io.jrunc.plan;

import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.Map;
import java.util.Optional;

/** A host that is as another one but for what a test changes. */
final class ChangedHost {
  private final HostFacts host;
  long effectiveUid;
  long effectiveGid;
  UserNamespace userNamespace;
  long permittedCapabilities;
  int lastCapability;
  CgroupLayout cgroups;
  Map<String, NamespaceKind> namespaces;
  Optional<String> passwdHome;
  SecurityModules securityModules;

  ChangedHost(HostFacts host) {
    this.host = host;
    this.effectiveUid = host.effectiveUid();
    this.effectiveGid = host.effectiveGid();
    this.userNamespace = host.userNamespace();
    this.permittedCapabilities = host.permittedCapabilities();
    this.lastCapability = host.lastCapability();
    this.cgroups = host.cgroups();
    this.namespaces = host.namespaces();
    this.passwdHome = host.passwdHome();
    this.securityModules = host.securityModules();
  }

  HostFacts facts() {
    return new HostFacts(
        host.caller(),
        effectiveUid,
        effectiveGid,
        userNamespace,
        host.ownsMounts(),
        host.boundingCapabilities(),
        permittedCapabilities,
        lastCapability,
        cgroups,
        host.bindSources(),
        host.mountTargets(),
        namespaces,
        passwdHome,
        securityModules,
        host.filter());
  }
}
