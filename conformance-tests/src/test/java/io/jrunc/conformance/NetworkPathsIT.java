package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Site;
import io.jrunc.conformance.kit.Visitor;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** From where a container with a network of jrunc's can be reached, and whom it reaches. */
@Conformance
@OnlyFor("jrunc")
@Requires(Need.NETWORK_TOOLS)
class NetworkPathsIT {
  private static final String GATEWAY = "172.22.0.1";
  private static final String OWN_TABLE =
      "table ip mine { chain c { type filter hook input priority 0; counter; }; set s { type"
          + " ipv4_addr; elements = { 192.0.2.7 }; }; }";

  @AlsoOnV2 // and on another kernel
  @Test
  void anotherHostReachesWhatIsPublishedAndIsSeenAsItself(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = published(lab, "8080:80,8007:7/udp").launch();
    Visitor other = new Visitor(lab.other());
    String seen = site.id() + " seen from " + NetworkLab.OTHER;
    assertThat(other.page(NetworkLab.HOST, 8080)).isEqualTo(seen);
    assertThat(other.page(NetworkLab.HOST_TOO, 8080)).isEqualTo(seen);
    assertThat(other.echo(NetworkLab.HOST, 8007)).isEqualTo(seen);
    assertThat(other.echo(NetworkLab.HOST_TOO, 8007)).isEqualTo(seen);
    assertThat(other.hasPage(NetworkLab.HOST, 80)).isFalse();
    assertThat(other.hasEcho(NetworkLab.HOST, 8080)).isFalse();
    site.delete("--force").succeeds();
    assertThat(other.hasPage(NetworkLab.HOST, 8080)).isFalse();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void theHostReachesItByEachOfItsAddressesAndByLoopback(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = published(lab, "8080:80,8007:7/udp").launch();
    Visitor host = new Visitor(lab.host());
    for (String address :
        List.of(NetworkLab.HOST, NetworkLab.HOST_TOO, GATEWAY, "127.0.0.1", "127.0.0.2")) {
      assertThat(host.page(address, 8080)).as(address).startsWith(site.id() + " seen from ");
      assertThat(host.echo(address, 8007)).as(address).startsWith(site.id() + " seen from ");
    }
    assertThat(host.page(address(site), 80)).isEqualTo(site.id() + " seen from " + GATEWAY);
    assertThat(host.echo(address(site), 7)).isEqualTo(site.id() + " seen from " + GATEWAY);
  }

  @Test
  void otherContainersReachItByItsAddressAndByThePublishedPort(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = published(lab, "8080:80,8007:7/udp").launch();
    Container next = veth(lab.host(), config -> {}).launch();
    Visitor visitor = new Visitor(lab.inside(next));
    String seen = site.id() + " seen from ";
    assertThat(visitor.page(address(site), 80)).isEqualTo(seen + address(next));
    assertThat(visitor.echo(address(site), 7)).isEqualTo(seen + address(next));
    for (String address : List.of(NetworkLab.HOST, NetworkLab.HOST_TOO, GATEWAY)) {
      assertThat(visitor.page(address, 8080)).as(address).startsWith(seen);
      assertThat(visitor.echo(address, 8007)).as(address).startsWith(seen);
    }
    assertThat(new Visitor(lab.inside(site)).page(address(next), 80))
        .isEqualTo(next.id() + " seen from " + address(site));
  }

  @Test
  void aContainerReachesItselfByItsPublishedPort(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = published(lab, "8080:80,8007:7/udp").launch();
    Visitor itself = new Visitor(lab.inside(site));
    for (String address : List.of(NetworkLab.HOST, NetworkLab.HOST_TOO, GATEWAY)) {
      assertThat(itself.page(address, 8080)).as(address).startsWith(site.id() + " seen from ");
      assertThat(itself.echo(address, 8007)).as(address).startsWith(site.id() + " seen from ");
    }
    assertThat(itself.page("127.0.0.1", 80)).isEqualTo(site.id() + " seen from 127.0.0.1");
  }

  @Test
  void aContainerReachesOtherHostsAsItsHost(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container server = Site.on(lab.other(), c -> c.withoutNamespace("network")).launch();
    Visitor inside = new Visitor(lab.inside(veth(lab.host(), config -> {}).launch()));
    String seen = server.id() + " seen from " + NetworkLab.HOST;
    assertThat(inside.page(NetworkLab.OTHER, 80)).isEqualTo(seen);
    assertThat(inside.echo(NetworkLab.OTHER, 7)).isEqualTo(seen);
  }

  @Test
  void aPortPublishedOnOneAddressIsOnThatOnly(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    String ports = NetworkLab.HOST + ":8080:80,127.0.0.1:8081:80,127.0.0.1:8007:7/udp";
    Container site = published(lab, ports).launch();
    Visitor host = new Visitor(lab.host());
    Visitor other = new Visitor(lab.other());
    assertThat(other.page(NetworkLab.HOST, 8080)).startsWith(site.id());
    assertThat(host.page(NetworkLab.HOST, 8080)).startsWith(site.id());
    assertThat(host.page("127.0.0.1", 8081)).startsWith(site.id());
    assertThat(host.echo("127.0.0.1", 8007)).startsWith(site.id());
    assertThat(other.hasPage(NetworkLab.HOST_TOO, 8080)).isFalse();
    assertThat(host.hasPage(NetworkLab.HOST_TOO, 8080)).isFalse();
    assertThat(host.hasPage("127.0.0.1", 8080)).isFalse();
    assertThat(host.hasPage(NetworkLab.HOST, 8081)).isFalse();
    assertThat(other.hasPage(NetworkLab.HOST, 8081)).isFalse();
    assertThat(other.hasEcho(NetworkLab.HOST, 8007)).isFalse();
  }

  /** A neighbour on the same cable may send to any address by the host's Ethernet address. */
  @Test
  void whatIsPublishedOnLoopbackIsOutOfReachOfANeighbourWhoSendsThere(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = published(lab, "127.0.0.1:8081:80,127.0.0.1:8007:7/udp").launch();
    assertThat(new Visitor(lab.host()).page("127.0.0.1", 8081)).startsWith(site.id());
    sendLoopbackTo(NetworkLab.HOST, lab.other(), "eth0");
    Visitor other = new Visitor(lab.other());
    assertThat(other.hasPage("127.0.0.1", 8081)).isFalse();
    assertThat(other.hasEcho("127.0.0.1", 8007)).isFalse();
  }

  /** That published ports are reached by 127.0.0.1 takes route_localnet on the bridge. */
  @Test
  void whatListensOnTheHostsLoopbackIsOutOfReachOfContainers(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container = published(lab, "8080:80").launch();
    RunningCommand server =
        lab.host()
            .program("/bin/busybox", "httpd", "-f", "-p", "127.0.0.1:6000")
            .in(container.bundle().rootfs().resolve("www"))
            .start();
    try {
      assertThat(new Visitor(lab.host()).page("127.0.0.1", 6000)).startsWith(container.id());
      Sandbox inside = lab.inside(container);
      sendLoopbackTo(GATEWAY, inside, "eth0");
      assertThat(new Visitor(inside).hasPage("127.0.0.1", 6000)).isFalse();
      lab.host().program("nft", "delete", "table", "inet", "jrunc").execute().succeeds();
      assertThat(new Visitor(inside).hasPage("127.0.0.1", 6000)).as("but for rules").isTrue();
    } finally {
      server.signal("KILL");
      server.await();
    }
  }

  @Test
  void aRangeIsPublishedPortByPort(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site =
        Site.on(
                lab.host(),
                config ->
                    veth(config)
                        .set(
                            "/annotations/io.jrunc.net.publish",
                            "9000-9001:80-81,9007-9008:7-8/udp")
                        .sh(
                            "httpd -h /www; httpd -h /www -p 81; udp echo 8 eight & udp echo 7 seven"))
            .launch();
    Visitor other = new Visitor(lab.other());
    assertThat(other.page(NetworkLab.HOST, 9000)).startsWith(site.id());
    assertThat(other.page(NetworkLab.HOST, 9001)).startsWith(site.id());
    assertThat(other.hasPage(NetworkLab.HOST, 9002)).isFalse();
    assertThat(other.echo(NetworkLab.HOST, 9007)).startsWith("seven");
    assertThat(other.echo(NetworkLab.HOST, 9008)).startsWith("eight");
  }

  @Test
  void tcpAndUdpOfOneNumberMayBeDifferentPorts(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container page = published(lab, "5300:80/tcp").launch();
    Container echo = published(lab, "5300:7/udp").launch();
    Visitor other = new Visitor(lab.other());
    assertThat(other.page(NetworkLab.HOST, 5300)).startsWith(page.id());
    assertThat(other.echo(NetworkLab.HOST, 5300)).startsWith(echo.id());
  }

  @Test
  void onRequestAllOfItByIpVersion6(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container server = Site.on(lab.other(), c -> c.withoutNamespace("network")).launch();
    Consumer<Config> both = c -> c.set("/annotations/io.jrunc.net.ipv6", "true");
    Container site =
        veth(
                lab.host(),
                both.andThen(c -> c.set("/annotations/io.jrunc.net.publish", "8080:80,8007:7/udp")))
            .launch();
    Container next = veth(lab.host(), both).launch();
    String seen = site.id() + " seen from ";
    Visitor other = new Visitor(lab.other());
    assertThat(other.page(NetworkLab.HOST_V6, 8080)).isEqualTo(seen + NetworkLab.OTHER_V6);
    assertThat(other.echo(NetworkLab.HOST_V6, 8007)).isEqualTo(seen + NetworkLab.OTHER_V6);
    assertThat(other.page(NetworkLab.HOST, 8080)).isEqualTo(seen + NetworkLab.OTHER);
    assertThat(new Visitor(lab.host()).page(NetworkLab.HOST_V6, 8080)).startsWith(seen);
    assertThat(new Visitor(lab.host()).echo(NetworkLab.HOST_V6, 8007)).startsWith(seen);
    Visitor inside = new Visitor(lab.inside(next));
    assertThat(inside.page(addresses(site).get(1), 80)).isEqualTo(seen + addresses(next).get(1));
    assertThat(inside.page(NetworkLab.HOST_V6, 8080)).startsWith(seen);
    assertThat(new Visitor(lab.inside(site)).page(NetworkLab.HOST_V6, 8080)).startsWith(seen);
    assertThat(inside.page(NetworkLab.OTHER_V6, 80))
        .isEqualTo(server.id() + " seen from " + NetworkLab.HOST_V6);
    assertThat(inside.echo(NetworkLab.OTHER_V6, 7))
        .isEqualTo(server.id() + " seen from " + NetworkLab.HOST_V6);
  }

  @Test
  void theHostDoesNotBecomeARouterBetweenItsNeighbours(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox third = lab.third();
    Container site = published(lab, "8080:80").launch();
    assertThat(new Visitor(third).page(NetworkLab.HOST_FOR_THIRD, 8080))
        .isEqualTo(site.id() + " seen from " + NetworkLab.THIRD);
    assertThat(new Visitor(lab.other()).page(NetworkLab.HOST, 8080))
        .isEqualTo(site.id() + " seen from " + NetworkLab.OTHER);
    assertThat(pings(lab.inside(site), NetworkLab.THIRD)).isTrue();
    assertThat(pings(lab.inside(site), NetworkLab.OTHER)).isTrue();
    assertThat(pings(lab.other(), NetworkLab.THIRD)).isFalse();
    assertThat(pings(third, NetworkLab.OTHER)).isFalse();
  }

  @Test
  void aHostThatIsARouterStaysOne(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox third = lab.third();
    forward(lab, 1);
    Container site = published(lab, "8080:80").launch();
    assertThat(new Visitor(third).page(NetworkLab.HOST_FOR_THIRD, 8080)).startsWith(site.id());
    assertThat(pings(lab.other(), NetworkLab.THIRD)).isTrue();
    site.delete("--force").succeeds();
    assertThat(pings(lab.other(), NetworkLab.THIRD)).isTrue();
    forward(lab, 0);
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void forwardingIsSwitchedOnPerInterfaceToldAndRestored(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container first = published(lab, "8080:80");
    assertThat(first.create().succeeds().stderr()).contains("forward", "up0");
    assertThat(lab.picture()).contains("ipv4/ip_forward:0", "ipv4/conf/up0/forwarding:1");
    Container second = published(lab, "8081:80");
    assertThat(second.create().succeeds().stderr()).as("told once").isEmpty();
    first.delete("--force").succeeds();
    assertThat(lab.picture()).contains("ipv4/conf/up0/forwarding:1");
    second.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void otherTablesAreLeftAlone(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    lab.host().program("nft", OWN_TABLE).execute().succeeds();
    String before = ruleset(lab);
    Container site = published(lab, "8080:80").launch();
    assertThat(ruleset(lab)).startsWith(before.strip()).contains("table inet jrunc");
    site.delete("--force").succeeds();
    assertThat(ruleset(lab)).isEqualTo(before);
    lab.host().program("nft", "delete", "table", "ip", "mine").execute().succeeds();
  }

  private static Container published(NetworkLab lab, String ports) {
    return veth(lab.host(), config -> config.set("/annotations/io.jrunc.net.publish", ports));
  }

  private static Container veth(Sandbox host, Consumer<Config> edits) {
    return Site.on(host, config -> edits.accept(veth(config)));
  }

  private static Config veth(Config config) {
    return config.set("/annotations/io.jrunc.net.mode", "veth");
  }

  private static String address(Container container) {
    return addresses(container).get(0);
  }

  private static List<String> addresses(Container container) {
    return List.of(
        container.state().at("/annotations/io.jrunc.net.addresses").asText().split(",", -1));
  }

  /** Makes a machine send to 127.0.0.1 what it otherwise keeps. */
  private static void sendLoopbackTo(String gateway, Sandbox machine, String device) {
    String switches = "echo 1 >/proc/sys/net/ipv4/conf/" + device + "/route_localnet";
    machine.program("sh", "-c", switches).execute().succeeds();
    NetworkLab.ip(
        machine,
        "address delete 127.0.0.1/8 dev lo",
        "route add 127.0.0.0/8 via " + gateway + " dev " + device);
  }

  private static void forward(NetworkLab lab, int value) {
    String line = "echo " + value + " >/proc/sys/net/ipv4/ip_forward";
    lab.host().program("sh", "-c", line).execute().succeeds();
  }

  private static String ruleset(NetworkLab lab) {
    return lab.host().program("nft", "list", "ruleset").execute().succeeds().stdout();
  }

  private static boolean pings(Sandbox machine, String address) {
    return machine
            .program("/bin/busybox", "ping", "-c", "1", "-W", "1", address)
            .execute()
            .exitCode()
        == 0;
  }
}
