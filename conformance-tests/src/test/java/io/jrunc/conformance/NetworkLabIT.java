package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Site;
import io.jrunc.conformance.kit.Visitor;
import org.junit.jupiter.api.Test;

/** That the machines of the tests of networks are what those tests take them for. */
@Conformance
@Requires(Need.NETWORK_TOOLS)
class NetworkLabIT {
  private static final String COUNTER = "table ip visitors { chain c { counter; }; }";

  @Test
  void machinesReachEachOtherAndNothingElse(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox third = lab.third();
    assertThat(pings(lab.other(), NetworkLab.HOST)).isTrue();
    assertThat(pings(lab.other(), NetworkLab.HOST_TOO)).isTrue();
    assertThat(pings(lab.other(), NetworkLab.HOST_V6)).isTrue();
    assertThat(pings(lab.host(), NetworkLab.OTHER)).isTrue();
    assertThat(pings(lab.host(), NetworkLab.THIRD)).isTrue();
    assertThat(pings(third, NetworkLab.HOST_FOR_THIRD)).isTrue();
    assertThat(pings(third, NetworkLab.OTHER)).as("the host forwards nothing").isFalse();
    lab.host().program("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward").execute().succeeds();
    assertThat(pings(third, NetworkLab.OTHER)).as("the host is told to forward").isTrue();
    lab.host().program("sh", "-c", "echo 0 >/proc/sys/net/ipv4/ip_forward").execute().succeeds();
  }

  @Test
  void theMachinesOwnNetworkIsAnother(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    String inside = lab.host().program("readlink", "/proc/self/ns/net").execute().stdout().strip();
    assertThat(inside).isNotEqualTo(Host.namespace("self", "net"));
    assertThat(Host.networkDevices()).doesNotContain("up0");
    Sandbox user = lab.host().asUser();
    String users = user.program("sh", "-c", "readlink /proc/self/ns/net; id -u").execute().stdout();
    assertThat(users.lines()).containsExactly(inside, Integer.toString(OrdinaryUser.UID));
  }

  @Test
  void aSiteIsVisitedInItsNetworkAndTellsWhoAsked(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = Site.on(lab.host(), config -> config.withoutNamespace("network")).launch();
    Visitor other = new Visitor(lab.other());
    String seen = site.id() + " seen from " + NetworkLab.OTHER;
    assertThat(other.page(NetworkLab.HOST, 80)).isEqualTo(seen);
    assertThat(other.echo(NetworkLab.HOST, 7)).isEqualTo(seen);
    assertThat(other.page(NetworkLab.HOST_V6, 80)).contains(site.id(), NetworkLab.OTHER_V6);
    assertThat(other.echo(NetworkLab.HOST_V6, 7)).contains(site.id(), NetworkLab.OTHER_V6);
    assertThat(new Visitor(lab.inside(site)).page("127.0.0.1", 80)).endsWith("from 127.0.0.1");
    assertThat(other.hasPage(NetworkLab.HOST, 81)).isFalse();
    assertThat(other.hasEcho(NetworkLab.HOST, 8)).isFalse();
  }

  @Test
  void aFileCanBeShownInsteadOfTheMachines(Sandbox sandbox) {
    Sandbox host =
        sandbox.networkLab().host().showing("/etc/resolv.conf", "nameserver 192.0.2.9\n");
    assertThat(host.program("cat", "/etc/resolv.conf").execute().succeeds().stdout())
        .isEqualTo("nameserver 192.0.2.9\n");
    assertThat(HostFiles.read("/etc/resolv.conf")).doesNotContain("192.0.2.9");
  }

  @Test
  void whatIsLeftOnTheHostIsSeen(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(), "link add jrunc0 type bridge", "address add 172.22.0.1/16 dev jrunc0");
    lab.host().program("nft", COUNTER).execute().succeeds();
    lab.host().program("sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/up0/forwarding").execute();
    assertThat(lab.changes())
        .anyMatch(line -> line.startsWith("more: jrunc0:"))
        .anyMatch(line -> line.contains("172.22.0.1/16"))
        .contains("more: table ip visitors {", "more: ipv4/conf/up0/forwarding:1")
        .contains("less: ipv4/conf/up0/forwarding:0");
    NetworkLab.ip(lab.host(), "link delete jrunc0");
    lab.host().program("nft", "delete table ip visitors").execute().succeeds();
    lab.host().program("sh", "-c", "echo 0 >/proc/sys/net/ipv4/conf/up0/forwarding").execute();
    assertThat(lab.changes()).isEmpty();
  }

  private static boolean pings(Sandbox machine, String address) {
    return machine
            .program("/bin/busybox", "ping", "-c", "1", "-W", "1", address)
            .execute()
            .exitCode()
        == 0;
  }
}
