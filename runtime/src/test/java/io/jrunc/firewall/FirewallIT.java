package io.jrunc.firewall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.link.Links;
import io.jrunc.link.UdpFlows;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs root. Every test has machines of its own, which are network namespaces. */
final class FirewallIT {
  private static final JnaKernel KERNEL = JnaKernel.resident();
  private Lab lab;

  @BeforeEach
  void makeMachines() throws Exception {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
    KERNEL.load();
    InetAddress.getLoopbackAddress().isReachable(1); // Java looks once for IPv6: it is here
    lab = new Lab(KERNEL);
  }

  @AfterEach
  void endMachines() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private static void assertBoth(Machine from, String address, int port, String answer)
      throws Exception {
    assertThat(from.tcp(address, port)).as("tcp %s %d", address, port).contains(answer);
    assertThat(from.udp(address, port)).as("udp %s %d", address, port).contains(answer);
  }

  @Test
  void aPublishedPortIsReachedByAnotherHostWhichIsSeenByItsOwnAddress() throws Exception {
    lab.web.serve(80);
    lab.publish(Lab.both("", 8080, 80, 1));

    assertBoth(lab.other, "10.9.0.1", 8080, "web sees 10.9.0.2");
    assertBoth(lab.other, "fd09::1", 8080, "web sees fd09:0:0:0:0:0:0:2");
    assertThat(lab.other.reaches("10.9.0.1", 80)).isFalse();
  }

  @Test
  void aPublishedPortIsReachedByTheHostItself() throws Exception {
    lab.web.serve(80);
    lab.publish(Lab.both("", 8080, 80, 1));

    assertBoth(lab.host, "127.0.0.1", 8080, "web sees 172.22.0.1");
    assertBoth(lab.host, "127.1.2.3", 8080, "web sees 172.22.0.1");
    assertBoth(lab.host, "10.9.0.1", 8080, "web sees 10.9.0.1");
    assertBoth(lab.host, "172.22.0.1", 8080, "web sees 172.22.0.1");
    assertBoth(lab.host, "fd09::1", 8080, "web sees fd09:0:0:0:0:0:0:1");
    lab.host.serveOn("::1", 8080);
    assertBoth(lab.host, "::1", 8080, "host sees 0:0:0:0:0:0:0:1"); // it is left alone
  }

  @Test
  void aPublishedPortIsReachedByContainersAlsoTheOneItself() throws Exception {
    lab.web.serve(80);
    lab.publish(Lab.both("", 8080, 80, 1));

    for (Machine container : List.of(lab.next, lab.web)) {
      assertBoth(container, "172.22.0.1", 8080, "web sees 172.22.0.1");
      assertBoth(container, "10.9.0.1", 8080, "web sees 172.22.0.1");
      assertBoth(container, "fd09::1", 8080, "web sees fd22:0:0:0:0:0:0:1");
    }
    assertBoth(lab.far, "10.9.0.1", 8080, "web sees 172.23.0.2");
    assertBoth(lab.far, "172.23.0.1", 8080, "web sees 172.23.0.2");
  }

  @Test
  void aContainerReachesOthersByTheHostsAddress() throws Exception {
    lab.other.serve(80);
    lab.publish();

    assertBoth(lab.web, "10.9.0.2", 80, "other sees 10.9.0.1");
    assertBoth(lab.web, "fd09::2", 80, "other sees fd09:0:0:0:0:0:0:1");
  }

  @Test
  void aPortOfOneAddressIsThereAlone() throws Exception {
    lab.web.serve(80, 443);
    List<Publication> publications = new ArrayList<>();
    publications.addAll(List.of(Lab.both("127.0.0.1", 8080, 80, 1)));
    publications.addAll(List.of(Lab.both("10.9.0.1", 8443, 443, 1)));
    lab.publish(publications.toArray(new Publication[0]));

    assertBoth(lab.host, "127.0.0.1", 8080, "web sees 172.22.0.1");
    assertThat(lab.other.reaches("10.9.0.1", 8080)).isFalse();
    assertBoth(lab.other, "10.9.0.1", 8443, "web sees 10.9.0.2");
    assertThat(lab.host.reaches("127.0.0.1", 8443)).isFalse();
    assertThat(lab.other.reaches("fd09::1", 8443)).isFalse();
  }

  @Test
  void aRangeLeadsToTheSameNumbersOrToShiftedOnes() throws Exception {
    lab.web.serve(9000, 9100, 443, 445);
    List<Publication> publications = new ArrayList<>();
    publications.addAll(List.of(Lab.both("", 9000, 9000, 101)));
    publications.addAll(List.of(Lab.both("", 8443, 443, 3)));
    lab.publish(publications.toArray(new Publication[0]));

    assertBoth(lab.other, "10.9.0.1", 9000, "web sees 10.9.0.2");
    assertBoth(lab.other, "10.9.0.1", 9100, "web sees 10.9.0.2");
    assertBoth(lab.other, "10.9.0.1", 8443, "web sees 10.9.0.2");
    assertBoth(lab.other, "10.9.0.1", 8445, "web sees 10.9.0.2");
    assertBoth(lab.other, "fd09::1", 9100, "web sees fd09:0:0:0:0:0:0:2");
  }

  @Test
  void whatIsNotPublishedIsOpenToTheBridgeAndTheHostAlone() throws Exception {
    lab.web.serve(80);
    lab.publish(Lab.both("", 8080, 80, 1));

    assertBoth(lab.next, "172.22.0.2", 80, "web sees 172.22.0.3");
    assertBoth(lab.host, "172.22.0.2", 80, "web sees 172.22.0.1");
    assertThat(lab.far.reaches("172.22.0.2", 80)).isFalse();
    assertThat(lab.other.reaches("172.22.0.2", 80)).isFalse();
    assertThat(lab.other.reaches("fd22::2", 80)).isFalse();
    lab.host.nft("flush chain inet jrunc forward");
    assertBoth(lab.other, "172.22.0.2", 80, "web sees 10.9.0.2");
  }

  @Test
  void loopbackAddressesOfTheHostAreOutOfReachForContainersAndNeighbours() throws Exception {
    lab.host.serveOn("127.0.0.1", 631);
    lab.publish();
    sendLoopbackToTheHost(lab.web, "172.22.0.1");
    sendLoopbackToTheHost(lab.other, "10.9.0.1");

    assertThat(lab.web.reaches("127.0.0.1", 631)).isFalse();
    assertThat(lab.other.reaches("127.0.0.1", 631)).isFalse();
    lab.host.nft("flush chain inet jrunc raw");
    assertThat(lab.web.tcp("127.0.0.1", 631)).contains("host sees 172.22.0.2");
  }

  /** As CVE-2020-8558 was used. */
  private static void sendLoopbackToTheHost(Machine machine, String host) throws Exception {
    machine.sysctl("ipv4/conf/all/route_localnet", "1");
    String namespace =
        "/proc/" + ProcessHandle.current().pid() + "/fd/" + machine.namespace().number();
    Process ip =
        new ProcessBuilder("nsenter", "--net=" + namespace, "ip", "-batch", "-")
            .redirectErrorStream(true)
            .start();
    ip.outputWriter()
        .append("address del 127.0.0.1/8 dev lo\nroute add 127.0.0.1 via " + host + "\n")
        .close();
    assertThat(new String(ip.getInputStream().readAllBytes(), UTF_8)).isEmpty();
  }

  @Test
  void theHostIsNoRouterBetweenInterfacesThatWereSwitchedOnForContainers() throws Exception {
    lab.third.serve(80);
    lab.publish();
    assertBoth(lab.other, "10.10.0.2", 80, "third sees 10.9.0.2");

    lab.apply(new Ruleset(Lab.NETWORKS, List.of(), Set.of("up0", "up1"), Set.of("up0", "up1")));

    assertThat(lab.other.reaches("10.10.0.2", 80)).isFalse();
    assertBoth(lab.web, "10.10.0.2", 80, "third sees 10.10.0.1");
  }

  @Test
  void rulesOfOthersStayAsTheyAreAndOurOwnGoWhole() throws Exception {
    lab.host.nft(
        """
        table ip nat {
          chain post { type nat hook postrouting priority srcnat; masquerade; }
        }
        table inet mine {
          set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
          chain in { type filter hook input priority 0; ip saddr @s counter; }
        }
        """);
    String before = lab.host.nft("list ruleset");

    lab.publish(Lab.both("", 8080, 80, 1));
    String during = lab.host.nft("list ruleset");
    remove();

    assertThat(during).startsWith(before).contains("table inet jrunc {");
    assertThat(lab.host.nft("list ruleset")).isEqualTo(before);
  }

  private void remove() throws Exception {
    lab.host.call(
        () -> {
          new Firewall(KERNEL).remove();
          new Firewall(KERNEL).remove();
          return 0;
        });
  }

  @Test
  void wrongRulesLeaveTheFormerOnes() throws Exception {
    lab.publish(Lab.both("", 8080, 80, 1));
    String before = lab.host.nft("list ruleset");
    Publication http = Lab.both("", 8080, 80, 1)[0];
    List<PortForward> twice =
        List.of(
            new PortForward(http, List.of(Lab.address("172.22.0.2"))),
            new PortForward(http, List.of(Lab.address("172.22.0.3"))));

    assertThatThrownBy(() -> lab.apply(new Ruleset(Lab.NETWORKS, twice, Set.of(), Set.of())))
        .hasMessageContaining("nftables: ");

    assertThat(lab.host.nft("list ruleset")).isEqualTo(before);
  }

  @Test
  void aThousandForwardsAndALargeRangeAreMadeAndRemoved() throws Exception {
    lab.web.serve(80, 30000);
    List<Publication> publications = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      publications.add(new Publication(Optional.empty(), 1000 + i, 80, 1, Protocol.TCP));
    }
    publications.add(new Publication(Optional.empty(), 20000, 20000, 20000, Protocol.TCP));
    lab.publish(publications.toArray(new Publication[0]));

    assertThat(lab.other.tcp("10.9.0.1", 1000)).contains("web sees 10.9.0.2");
    assertThat(lab.other.tcp("10.9.0.1", 1999)).contains("web sees 10.9.0.2");
    assertThat(lab.other.tcp("10.9.0.1", 30000)).contains("web sees 10.9.0.2");
    remove();
    assertThat(lab.host.nft("list ruleset")).isEmpty();
  }

  @Test
  void chainsThatDropByPolicyAreToldUntilTheyLetOurBridgesPass() throws Exception {
    lab.publish(Lab.both("", 8080, 80, 1));
    assertThat(othersThatDrop()).isEmpty();
    lab.host.nft("table ip filter { chain FORWARD { type filter hook forward priority 0; }; }\n");
    lab.host.nft("chain ip filter FORWARD { policy drop; }\n");
    assertThat(othersThatDrop()).containsExactly("ip filter FORWARD");
    assertThat(lab.other.reaches("10.9.0.1", 8080)).isFalse();

    lab.host.nft(
        """
        add rule ip filter FORWARD oifname "jrunc0" accept
        add rule ip filter FORWARD iifname "jrunc0" accept
        """);

    assertThat(othersThatDrop()).isEmpty();
    lab.web.serve(80);
    assertBoth(lab.other, "10.9.0.1", 8080, "web sees 10.9.0.2");
  }

  @Test
  void aFlowOfUdpFollowsThePublishedPort() throws Exception {
    lab.web.serve(80);
    lab.next.serve(80);
    Publication udp = Lab.both("", 8080, 80, 1)[1];
    lab.publish(Lab.both("", 1, 1, 1)); // connections are tracked from here
    try (DatagramSocket client = lab.other.call(() -> new DatagramSocket(5000))) {
      assertThat(Machine.ask(client, "10.9.0.1", 8080, 250)).isEmpty();

      lab.publish(udp);
      assertThat(Machine.ask(client, "10.9.0.1", 8080, 250)).as("kept in mind").isEmpty();
      forget(udp, "172.22.0.2");
      assertThat(Machine.ask(client, "10.9.0.1", 8080, 2000)).contains("web sees 10.9.0.2");

      List<PortForward> moved = List.of(new PortForward(udp, List.of(Lab.address("172.22.0.3"))));
      lab.apply(new Ruleset(Lab.NETWORKS, moved, Set.of(), Set.of()));
      assertThat(Machine.ask(client, "10.9.0.1", 8080, 2000)).contains("web sees 10.9.0.2");
      forget(udp, "172.22.0.2");
      assertThat(Machine.ask(client, "10.9.0.1", 8080, 2000)).contains("next sees 10.9.0.2");
    }
  }

  @Test
  void aFlowToTheSamePortOfAnotherHostIsNotForgotten() throws Exception {
    Publication udp = Lab.both("", 8080, 80, 1)[1];
    lab.publish(udp);
    try (DatagramSocket server = lab.other.call(() -> new DatagramSocket(8080));
        DatagramSocket client = lab.next.call(() -> new DatagramSocket())) {
      InetSocketAddress there = new InetSocketAddress(InetAddress.getByName("10.9.0.2"), 8080);
      client.send(new DatagramPacket(new byte[1], 1, there));
      DatagramPacket question = new DatagramPacket(new byte[1], 1);
      server.receive(question);

      forget(udp, "172.22.0.2");

      server.send(new DatagramPacket(new byte[1], 1, question.getSocketAddress()));
      client.setSoTimeout(2000);
      client.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  private void forget(Publication publication, String container) throws Exception {
    lab.host.call(
        () -> {
          try (Links links = Links.here(KERNEL)) {
            new UdpFlows(KERNEL)
                .forget(List.of(publication), List.of(Lab.address(container)), links.addresses());
          }
          return 0;
        });
  }

  @Test
  void whatToDoAboutSuchAChainIsToldInTheWordsOfItsOwner() throws Exception {
    lab.host.nft("table ip6 filter { chain FORWARD { }; }\n");
    lab.host.nft("table ip filter { chain FORWARD { }; chain DOCKER-USER { }; }\n");

    assertThat(remedy("ip filter FORWARD"))
        .isEqualTo(
            "iptables -I DOCKER-USER -i jrunc0 -j ACCEPT; "
                + "iptables -I DOCKER-USER -o jrunc0 -j ACCEPT");
    assertThat(remedy("ip6 filter FORWARD")).startsWith("ip6tables -I FORWARD -i jrunc0 -j ACCEPT");
    assertThat(remedy("inet mine pass"))
        .isEqualTo(
            "nft insert rule inet mine pass iifname jrunc0 accept; "
                + "nft insert rule inet mine pass oifname jrunc0 accept");
  }

  private String remedy(String chain) throws Exception {
    return lab.host.call(() -> new Firewall(KERNEL).remedy(chain, "jrunc0"));
  }

  private List<String> othersThatDrop() throws Exception {
    return lab.host.call(() -> new Firewall(KERNEL).othersThatDrop());
  }
}
