package io.jrunc.plan;

import static io.jrunc.plan.MountPlannerTest.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.plan.MountPlan.Bind;
import io.jrunc.plan.MountPlan.Filesystem;
import io.jrunc.plan.MountPlan.Link;
import io.jrunc.plan.MountPlan.Option;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CgroupMountPlannerTest {
  private static final String DESTINATION = "/sys/fs/cgroup";
  private static final String CGROUP =
      "{'destination':'/sys/fs/cgroup','type':'cgroup','source':'cgroup',"
          + "'options':['nosuid','relatime','ro','rprivate']}";
  private static final List<Propagation> PRIVATE =
      List.of(new Propagation(Propagation.Kind.PRIVATE, true));

  @Test
  void aUnifiedHierarchyIsMountedWhereTheContainerHasItsOwnNamespace() {
    assertThat(Fixture.mounts(CGROUP).plan().mounts())
        .containsExactly(filesystem(DESTINATION, "cgroup2"));
  }

  @Test
  void aNamespaceThatIsJoinedIsAnOwnOneToo() {
    Fixture fixture = Fixture.mounts(CGROUP);
    String config =
        fixture.config().replace("{'type':'cgroup'}", "{'type':'cgroup','path':'/ns/cgroup'}");
    HostFacts host =
        fixture.with(java.util.Map.of("/ns/cgroup", HostFacts.NamespaceKind.OTHER)).host();

    assertThat(new Fixture(config, host, PlanOptions.NONE).plan().mounts())
        .containsExactly(filesystem(DESTINATION, "cgroup2"));
  }

  @Test
  void ofAUnifiedHierarchyInTheHostsNamespaceTheOwnDirectoryIsBound() {
    assertThat(Fixture.mountsInHostCgroupNamespace(CGROUP).plan().mounts())
        .containsExactly(bind(DESTINATION, "/sys/fs/cgroup/jrunc-web1"));
  }

  /** CVE-2023-25809. */
  @Test
  void ofAnOrdinaryUserInTheHostsNamespaceHisOwnGroupIsBoundAndReadOnly() {
    Fixture fixture =
        Fixture.of(
                "'linux':{'namespaces':[{'type':'user'},{'type':'mount'}],"
                    + "'uidMappings':[{'containerID':0,'hostID':1000,'size':1}],"
                    + "'gidMappings':[{'containerID':0,'hostID':1001,'size':1}]},"
                    + "'mounts':[{'destination':'/cg','type':'cgroup','options':['rw']}]")
            .asOrdinaryUser();

    MountPlan.Bind bind = (MountPlan.Bind) fixture.plan().mounts().get(0);
    assertThat(bind.source()).isEqualTo("/sys/fs/cgroup/own");
    assertThat(bind.attributes())
        .isEqualTo(
            new MountAttributes(Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of(), Set.of(), Set.of()));
  }

  @Test
  void hierarchiesOfVersion1AreMountedOneByOneInADirectoryOfTheirOwn() {
    assertThat(Fixture.mounts(CGROUP).with(Fixture.HYBRID).plan().mounts())
        .containsExactly(
            base(),
            filesystem(DESTINATION + "/cpu,cpuacct", "cgroup", option("cpu"), option("cpuacct")),
            new Link("/mounts/0", DESTINATION + "/cpu", "cpu,cpuacct"),
            new Link("/mounts/0", DESTINATION + "/cpuacct", "cpu,cpuacct"),
            filesystem(DESTINATION + "/memory", "cgroup", option("memory")),
            filesystem(
                DESTINATION + "/systemd", "cgroup", option("none"), option("name", "systemd")));
  }

  @Test
  void ofHierarchiesOfVersion1InTheHostsNamespaceTheOwnDirectoriesAreBound() {
    assertThat(Fixture.mountsInHostCgroupNamespace(CGROUP).with(Fixture.HYBRID).plan().mounts())
        .containsExactly(
            base(),
            bind(DESTINATION + "/cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct/jrunc-web1"),
            new Link("/mounts/0", DESTINATION + "/cpu", "cpu,cpuacct"),
            new Link("/mounts/0", DESTINATION + "/cpuacct", "cpu,cpuacct"),
            bind(DESTINATION + "/memory", "/sys/fs/cgroup/memory/jrunc-web1"),
            bind(DESTINATION + "/systemd", "/sys/fs/cgroup/systemd/jrunc-web1"));
  }

  @Test
  void aHierarchyOfVersion1WithoutControllersDoesNotCount() {
    CgroupLayout layout =
        new CgroupLayout(
            List.of(
                Fixture.hierarchy(1, "/sys/fs/cgroup/systemd", "name=systemd"),
                Fixture.hierarchy(2, "/sys/fs/cgroup/unified", "memory")));

    assertThat(Fixture.mounts(CGROUP).with(layout).plan().mounts())
        .containsExactly(filesystem(DESTINATION, "cgroup2"));
  }

  @Test
  void withoutRoTheDirectoryStaysWritable() {
    Fixture fixture = Fixture.mounts(CGROUP.replace("'ro',", "")).with(Fixture.HYBRID);

    assertThat(((Filesystem) fixture.plan().mounts().get(0)).lateReadonly()).isFalse();
  }

  @Test
  void cgroup2MeansVersion2OnEveryHost() {
    String cgroup2 = CGROUP.replace("'cgroup',", "'cgroup2',");

    assertThat(Fixture.mounts(cgroup2).with(Fixture.HYBRID).plan().mounts())
        .containsExactly(filesystem(DESTINATION, "cgroup2"));
    assertThat(Fixture.mountsInHostCgroupNamespace(cgroup2).plan().mounts())
        .containsExactly(bind(DESTINATION, "/sys/fs/cgroup/jrunc-web1"));
  }

  @Test
  void aHostWithoutTheHierarchyIsNamed() {
    assertLacks(CGROUP, "/mounts/0: no cgroup hierarchy is mounted on this host");
    assertLacks(
        CGROUP.replace("'cgroup',", "'cgroup2',"),
        "/mounts/0: no cgroup2 hierarchy is mounted on this host");
  }

  private static void assertLacks(String mount, String message) {
    Fixture fixture = Fixture.mounts(mount).with(new CgroupLayout(List.of()));
    assertThatThrownBy(fixture::plan).isInstanceOf(HostLacksException.class).hasMessage(message);
  }

  private static Filesystem base() {
    return new Filesystem(
        "/mounts/0",
        DESTINATION,
        "tmpfs",
        "tmpfs",
        List.of(option("mode", "755")),
        attributes(MountAttr.MOUNT_ATTR_NOSUID, MountAttr.MOUNT_ATTR_RELATIME),
        PRIVATE,
        true,
        false);
  }

  private static Filesystem filesystem(String destination, String type, Option... options) {
    return new Filesystem(
        "/mounts/0",
        destination,
        type,
        type,
        List.of(options),
        attributes(
            MountAttr.MOUNT_ATTR_RDONLY,
            MountAttr.MOUNT_ATTR_NOSUID,
            MountAttr.MOUNT_ATTR_RELATIME),
        PRIVATE,
        false,
        false);
  }

  private static Bind bind(String destination, String source) {
    Set<MountAttr> set =
        Set.of(
            MountAttr.MOUNT_ATTR_RDONLY,
            MountAttr.MOUNT_ATTR_NOSUID,
            MountAttr.MOUNT_ATTR_RELATIME);
    return new Bind(
        "/mounts/0",
        destination,
        source,
        false,
        true,
        Optional.empty(),
        new MountAttributes(set, Set.of(MountAttr.MOUNT_ATTR__ATIME), Set.of(), Set.of()),
        PRIVATE);
  }

  private static MountAttributes attributes(MountAttr... set) {
    return new MountAttributes(Set.of(set), Set.of(), Set.of(), Set.of());
  }
}
