package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.RootfsPlan.RootChange;
import io.jrunc.spec.linux.NamespaceType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  @Test
  void theSmallestConfigurationMeansTheHostsNamespacesAndAnOwnCgroup() {
    Planned planned = Fixture.of("").planned();
    ContainerPlan plan = planned.plan();

    assertThat(plan.id()).isEqualTo("web1");
    assertThat(plan.namespaces().created()).isEmpty();
    assertThat(plan.namespaces().joined()).isEmpty();
    assertThat(plan.rootfs())
        .isEqualTo(
            new RootfsPlan(
                "/b/rootfs",
                false,
                new Propagation(Propagation.Kind.SLAVE, true),
                RootChange.CHROOT,
                RootfsPlan.Trees.BY_ENGINE));
    assertThat(plan.mounts()).isEmpty();
    assertThat(plan.hostname()).isEmpty();
    assertThat(plan.domainname()).isEmpty();
    assertThat(plan.cgroup().path()).isEqualTo("/jrunc-web1");
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void ofTheCallerEverythingIsKept() {
    Fixture fixture = Fixture.of("").with(new PlanOptions(false, true, 2, 0, Optional.empty()));

    assertThat(fixture.plan().caller()).isEqualTo(new CallerFacts(0b101, 0b10, 2, 1024, 4096));
  }

  @Test
  void namesAreSetWhereTheyAreGiven() {
    ContainerPlan plan =
        Fixture.of("'hostname':'h','domainname':'d','linux':{" + Fixture.ALL_NAMESPACES + "}")
            .plan();

    assertThat(plan.hostname()).contains("h");
    assertThat(plan.domainname()).contains("d");
    assertThat(plan.namespaces().created())
        .containsExactlyInAnyOrder(
            NamespaceType.PID,
            NamespaceType.NETWORK,
            NamespaceType.IPC,
            NamespaceType.UTS,
            NamespaceType.MOUNT,
            NamespaceType.CGROUP);
  }

  @Test
  void theRootIsChangedByPivotWhereMountsAreTheContainersOwn() {
    Fixture fixture = Fixture.linux("'namespaces':[{'type':'mount'}]");

    assertThat(fixture.plan().rootfs().change()).isEqualTo(RootChange.PIVOT);
    assertThat(
            fixture
                .with(new PlanOptions(true, true, 0, 0, Optional.empty()))
                .plan()
                .rootfs()
                .change())
        .isEqualTo(RootChange.MOVE);
  }

  @Test
  void theRootPropagatesAsAsked() {
    Fixture fixture = Fixture.linux("'rootfsPropagation':'shared','namespaces':[{'type':'mount'}]");

    assertThat(fixture.plan().rootfs().propagation())
        .isEqualTo(new Propagation(Propagation.Kind.SHARED, false));
  }

  @Test
  void pathRulesAndParametersSayWhereTheyComeFrom() {
    ContainerPlan plan =
        Fixture.linux(
                Fixture.ALL_NAMESPACES
                    + ",'maskedPaths':['/proc/./kcore'],'readonlyPaths':['/proc/sys'],"
                    + "'sysctl':{'net/ipv4/ip_forward':'1','kernel.sem':'2'}")
            .plan();

    assertThat(plan.maskedPaths())
        .containsExactly(new PathRule("/linux/maskedPaths/0", "/proc/kcore"));
    assertThat(plan.readonlyPaths())
        .containsExactly(new PathRule("/linux/readonlyPaths/0", "/proc/sys"));
    assertThat(plan.sysctls())
        .containsExactly(
            new SysctlPlan("/linux/sysctl/net~1ipv4~1ip_forward", "net/ipv4/ip_forward", "1"),
            new SysctlPlan("/linux/sysctl/kernel.sem", "kernel/sem", "2"));
  }

  @Test
  void aCgroupsPathIsFromTheRootOfTheHierarchiesOrBelowOurs() {
    assertThat(cgroup("/a//b/../c")).isEqualTo("/a/c");
    assertThat(cgroup("a/b")).isEqualTo("/jrunc/a/b");
    assertThat(cgroup("../../a")).isEqualTo("/jrunc/a");
    assertThat(cgroup("/../a")).isEqualTo("/a");
  }

  @Test
  void anOrdinaryUsersGroupIsBelowTheOneThatWasGivenToHim() {
    assertThat(delegated("/user@7.service/app.slice", ""))
        .isEqualTo("/user@7.service/app.slice/web1");
    assertThat(delegated("/u", "'cgroupsPath':'../a/b'")).isEqualTo("/u/a/b");
    assertThat(delegated("/u", "'cgroupsPath':'/a/b'")).isEqualTo("/a/b");
    assertThat(delegated("/", "")).isEqualTo("/web1");
  }

  private static String delegated(String group, String linux) {
    CgroupLayout layout =
        new CgroupLayout(Fixture.UNIFIED.hierarchies(), java.util.Optional.of(group));
    return Fixture.linux(linux).with(layout).plan().cgroup().path();
  }

  private static String cgroup(String path) {
    return Fixture.linux("'cgroupsPath':'" + path + "'").plan().cgroup().path();
  }
}
