package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.network.NetworkMode;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPlannerTest {

  @Test
  void whoAsksForNothingGetsNothing() {
    assertThat(asking("").plan().network()).isEqualTo(NetworkPlan.none());
    assertThat(asking("'org.example':'x'").plan().network().isEmpty()).isTrue();
  }

  @Test
  void inModeNoneThereIsANamespaceAndNothingToDo() {
    ContainerPlan plan = mode("none").plan();
    assertThat(plan.network().isEmpty()).isTrue();
    assertThat(plan.namespaces().creates(NamespaceType.NETWORK)).isTrue();
  }

  @Test
  void inModeHostTheNewNamespaceIsLeftOut() {
    ContainerPlan plan = mode("host").plan();
    assertThat(plan.network().isEmpty()).isTrue();
    assertThat(plan.namespaces().separates(NamespaceType.NETWORK)).isFalse();
    assertThat(plan.namespaces().creates(NamespaceType.IPC)).isTrue();
  }

  @Test
  void theHostsNetworkKeepsItsKernelParameters() {
    Fixture fixture =
        Fixture.of(
            "'annotations':{'io.jrunc.net.mode':'host'},'linux':{"
                + Fixture.ALL_NAMESPACES
                + ",'sysctl':{'net.ipv4.ip_forward':'1'}}");
    assertThatThrownBy(fixture::plan)
        .hasMessage(
            "/linux/sysctl/net.ipv4.ip_forward: the network namespace to join is the one of the"
                + " host");
  }

  @Test
  void anyWayIsAVethDeviceForRoot() {
    assertThat(asked(mode("auto"))).isEqualTo(NetworkMode.VETH);
    assertThat(asked(asking("'io.jrunc.net.publish':'1:1'"))).isEqualTo(NetworkMode.VETH);
  }

  @Test
  void anyWayIsLeftOpenForOthers() {
    assertThat(asked(userMode("auto").asOrdinaryUser())).isEqualTo(NetworkMode.AUTO);
    assertThat(asked(mode("auto").with(UserNamespace.NESTED))).isEqualTo(NetworkMode.AUTO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"veth", "pasta", "slirp4netns"})
  void aModeThatIsAskedForIsKept(String word) {
    assertThat(asked(mode(word)).word()).isEqualTo(word);
  }

  @Test
  void onlyRootCanHaveVethDevices() {
    assertThatThrownBy(() -> userMode("veth").asOrdinaryUser().plan())
        .isInstanceOf(HostLacksException.class)
        .hasMessage(
            "/annotations/io.jrunc.net.mode: only root can make veth devices; an ordinary user has"
                + " pasta and slirp4netns");
  }

  @Test
  void onlyWithVethDevicesAreThereAddressesToChoose() {
    String user = "'io.jrunc.net.mode':'auto','io.jrunc.net.";
    assertThatThrownBy(() -> userAsking(user + "ip':'172.22.0.5'").asOrdinaryUser().plan())
        .hasMessage(
            "/annotations/io.jrunc.net.ip: cannot be chosen by an ordinary user: it takes a veth"
                + " device");
    assertThatThrownBy(() -> userAsking(user + "subnet':'10.0.0.0/8'").asOrdinaryUser().plan())
        .hasMessageStartingWith("/annotations/io.jrunc.net.subnet: cannot be chosen");
  }

  private static NetworkMode asked(Fixture fixture) {
    return fixture.plan().network().request().orElseThrow().mode();
  }

  private static Fixture mode(String word) {
    return asking("'io.jrunc.net.mode':'" + word + "'");
  }

  private static Fixture asking(String annotations) {
    return Fixture.of(
        "'annotations':{" + annotations + "},'linux':{" + Fixture.ALL_NAMESPACES + "}");
  }

  private static Fixture userMode(String word) {
    return userAsking("'io.jrunc.net.mode':'" + word + "'");
  }

  private static Fixture userAsking(String annotations) {
    return Fixture.of(
        "'annotations':{"
            + annotations
            + "},'linux':{'namespaces':[{'type':'user'},{'type':'network'},{'type':'mount'}],"
            + "'uidMappings':[{'containerID':0,'hostID':1000,'size':1}],"
            + "'gidMappings':[{'containerID':0,'hostID':1001,'size':1}]}");
  }
}
