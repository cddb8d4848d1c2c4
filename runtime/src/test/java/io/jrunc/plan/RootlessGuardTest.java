package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.plan.HostFacts.NamespaceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RootlessGuardTest {
  private static final String OWN_IDS =
      "'uidMappings':[{'containerID':0,'hostID':1000,'size':1}],"
          + "'gidMappings':[{'containerID':0,'hostID':1001,'size':1}]";
  private static final String USER = "'linux':{'namespaces':[{'type':'user'}]," + OWN_IDS + "}";
  private static final String SYSFS = "'mounts':[{'destination':'/sys','type':'sysfs'}],";

  @Test
  void withoutRightsThereIsNoContainerWithoutAUserNamespace() {
    refused(
        Fixture.of("").asOrdinaryUser(),
        "/linux/namespaces: has no user namespace, without which only root can make a container;"
            + " an ordinary user needs one (spec --rootless writes a config.json that has it)");
    assertThat(Fixture.of(USER).asOrdinaryUser().plan().rootfs().trees())
        .isEqualTo(RootfsPlan.Trees.BY_INIT);
  }

  @Test
  void whoMapsOnlyHisOwnGroupHasNoSayInGroups() {
    String groups = "'args':['sh'],'cwd':'/','user':{'uid':0,'gid':0,'additionalGids':[0]}";
    Fixture fixture = Fixture.process(groups, USER);

    refused(
        fixture.asOrdinaryUser(),
        "/process/user/additionalGids: cannot be set by an ordinary user who maps only his own"
            + " group");
    assertThat(fixture.plan().process().additionalGids()).containsExactly(0L);
  }

  @Test
  void sysfsNeedsANetworkNamespaceOfTheContainersUserNamespace() {
    String message =
        "/mounts/0: sysfs can be mounted only with a network namespace that belongs to the"
            + " container's user namespace; bind the host's instead: type none, source /sys,"
            + " option rbind";
    refused(sysfs("{'type':'user'}"), message);
    refused(
        sysfs("{'type':'user'},{'type':'network','path':'/ns/net'}")
            .with(Map.of("/ns/net", NamespaceKind.OTHER)),
        message);
    assertThat(sysfs("{'type':'user'},{'type':'network'}").plan().mounts()).hasSize(1);
    assertThat(
            sysfs("{'type':'user','path':'/ns/u'},{'type':'network','path':'/ns/net'}")
                .with(Map.of("/ns/u", NamespaceKind.OTHER, "/ns/net", NamespaceKind.OF_JOINED_USER))
                .plan()
                .mounts())
        .hasSize(1);
    assertThat(Fixture.mounts("{'destination':'/sys','type':'sysfs'}").plan().mounts()).hasSize(1);
  }

  @Test
  void anOrdinaryUserHasNoNetworkDevicesToGive() {
    String devices =
        USER.replace("[{'type':'user'}]", "[{'type':'user'},{'type':'network'}]")
            .replace("'linux':{", "'linux':{'netDevices':{'b':{'name':'c%d'},'a':{}},");
    refused(
        Fixture.of(devices).asOrdinaryUser(),
        "/linux/netDevices: an ordinary user cannot move network devices of the host; it takes"
            + " CAP_NET_ADMIN there");
    assertThat(Fixture.of(devices).plan().network().devices())
        .containsExactly(
            new NetDevicePlan("/linux/netDevices/a", "a", "a"),
            new NetDevicePlan("/linux/netDevices/b", "b", "c%d"));
  }

  private static Fixture sysfs(String namespaces) {
    return Fixture.of(
        SYSFS + "'linux':{'namespaces':[{'type':'mount'}," + namespaces + "]," + OWN_IDS + "}");
  }

  private static void refused(Fixture fixture, String message) {
    assertThatThrownBy(fixture::plan).isInstanceOf(HostLacksException.class).hasMessage(message);
  }
}
