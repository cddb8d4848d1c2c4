package io.jrunc.plan;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.Document;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.HostFacts.SourceKind;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.json.SpecReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bundle at /b and a host, of which a test changes what it is about. */
record Fixture(String config, HostFacts host, PlanOptions options) {
  static final String ALL_NAMESPACES =
      "'namespaces':[{'type':'pid'},{'type':'network'},{'type':'ipc'},{'type':'uts'},"
          + "{'type':'mount'},{'type':'cgroup'}]";

  static final CgroupLayout UNIFIED =
      new CgroupLayout(List.of(hierarchy(2, "/sys/fs/cgroup", "cpu", "memory", "pids")));

  static final CgroupLayout HYBRID =
      new CgroupLayout(
          List.of(
              hierarchy(1, "/sys/fs/cgroup/cpu,cpuacct", "cpu", "cpuacct"),
              hierarchy(1, "/sys/fs/cgroup/memory", "memory"),
              hierarchy(1, "/sys/fs/cgroup/systemd", "name=systemd"),
              hierarchy(2, "/sys/fs/cgroup/unified")));

  /** Root on a host with unified cgroups that has no CAP_SYS_RESOURCE (24) to give. */
  static HostFacts aHost() {
    return new HostFacts(
        new CallerFacts(0b101, 0b10, 0, 1024, 4096),
        0,
        0,
        UserNamespace.INITIAL,
        true,
        0x1ff_feff_ffffL,
        0x1ff_feff_ffffL,
        40,
        UNIFIED,
        Map.of(
            "/src",
            SourceKind.DIRECTORY,
            "/src/file",
            SourceKind.OTHER,
            "/sys",
            SourceKind.DIRECTORY),
        Map.of(),
        Map.of(),
        Optional.empty(),
        SecurityModules.NONE);
  }

  /** A program without anything else, and more members of config.json. */
  static Fixture of(String members) {
    return process("'args':['sh'],'cwd':'/'", members);
  }

  static Fixture process(String process, String members) {
    return new Fixture(
        "{'ociVersion':'1.3.0','root':{'path':'rootfs'},'process':{"
            + process
            + "}"
            + (members.isEmpty() ? "" : ",")
            + members
            + "}",
        aHost(),
        PlanOptions.NONE);
  }

  /** Mounts in namespaces of the container's own. */
  static Fixture mounts(String mounts) {
    return of("'linux':{" + ALL_NAMESPACES + "},'mounts':[" + mounts + "]");
  }

  /** Mounts of a container in the host's cgroup namespace. */
  static Fixture mountsInHostCgroupNamespace(String mounts) {
    Fixture fixture = mounts(mounts);
    return new Fixture(
        fixture.config.replace(",{'type':'cgroup'}", ""), fixture.host, fixture.options);
  }

  static Fixture linux(String members) {
    return of("'linux':{" + members + "}");
  }

  Fixture with(CgroupLayout cgroups) {
    ChangedHost changed = new ChangedHost(host);
    changed.cgroups = cgroups;
    return with(changed.facts());
  }

  Fixture with(Map<String, NamespaceKind> namespaces) {
    ChangedHost changed = new ChangedHost(host);
    changed.namespaces = namespaces;
    return with(changed.facts());
  }

  Fixture with(UserNamespace userNamespace) {
    ChangedHost changed = new ChangedHost(host);
    changed.userNamespace = userNamespace;
    return with(changed.facts());
  }

  /** Called by user 1000 of group 1001, who has no right. */
  Fixture asOrdinaryUser() {
    ChangedHost changed = new ChangedHost(host);
    changed.effectiveUid = 1000;
    changed.effectiveGid = 1001;
    changed.permittedCapabilities = 0;
    return with(changed.facts());
  }

  Fixture withHome(String passwdHome) {
    ChangedHost changed = new ChangedHost(host);
    changed.passwdHome = Optional.of(passwdHome);
    return with(changed.facts());
  }

  Fixture with(SecurityModules modules) {
    ChangedHost changed = new ChangedHost(host);
    changed.securityModules = modules;
    return with(changed.facts());
  }

  Fixture with(HostFacts facts) {
    return new Fixture(config, facts, options);
  }

  Fixture with(PlanOptions chosen) {
    return new Fixture(config, host, chosen);
  }

  Planned planned() {
    byte[] document = config.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Bundle bundle =
        new Bundle(
            Path.of("/b"), Path.of("/b/rootfs"), SpecReader.read(document), new Document(document));
    return Planner.plan(new ContainerId("web1"), bundle, host, options);
  }

  ContainerPlan plan() {
    return planned().plan();
  }

  static Hierarchy hierarchy(int version, String mountPoint, String... controllers) {
    return new Hierarchy(version, List.of(controllers), mountPoint, "/", "/own");
  }
}
