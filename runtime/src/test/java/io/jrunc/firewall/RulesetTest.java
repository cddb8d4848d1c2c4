package io.jrunc.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RulesetTest {
  private static final BridgedNetwork V4 = network("jrunc0", "172.22.0.0/16");
  private static final BridgedNetwork BOTH =
      new BridgedNetwork("jrunc1", subnet("172.23.0.0/16"), Optional.of(subnet("fd00:1::/64")));

  @Test
  void withoutNetworksTheTableIsTakenAway() {
    assertThat(new Ruleset(List.of(), List.of(), Set.of("eth0"), Set.of()).text())
        .isEqualTo("add table inet jrunc\ndelete table inet jrunc\n");
  }

  @Test
  void aNetworkWithoutPortsIsMasqueradedAndGuarded() {
    assertThat(new Ruleset(List.of(V4), List.of(), Set.of("eth1", "eth0"), Set.of("all")).text())
        .isEqualTo(
            """
            add table inet jrunc
            delete table inet jrunc
            table inet jrunc {
              chain raw {
                type filter hook prerouting priority raw
                iifname != "lo" ip daddr 127.0.0.0/8 drop
                iifname != "lo" ip saddr 127.0.0.0/8 drop
              }
              chain postrouting {
                type nat hook postrouting priority srcnat
                oifname "jrunc0" ct status dnat ip saddr { 127.0.0.0/8, 172.22.0.0/16 } masquerade
                ip saddr 172.22.0.0/16 oifname != { "jrunc0" } masquerade
              }
              chain forward {
                type filter hook forward priority filter
                meta nfproto ipv4 iifname { "eth0", "eth1" } oifname { "eth0", "eth1" } drop
                meta nfproto ipv6 iifname != { "jrunc0" } oifname != { "jrunc0" } drop
                oifname != { "jrunc0" } accept
                ct state established,related accept
                ct status dnat accept
                iifname "jrunc0" oifname "jrunc0" accept
                drop
              }
            }
            """);
  }

  @Test
  void portsOfAllKindsHaveAMapEachAndThoseOfOneAddressComeFirst() {
    String text =
        ruleset(
            forward("", 8080, 80, 1, Protocol.TCP, "172.22.0.2"),
            forward("", 8443, 443, 2, Protocol.TCP, "172.22.0.3"),
            forward("", 9000, 9000, 101, Protocol.TCP, "172.22.0.3"),
            forward("10.9.0.1", 80, 80, 1, Protocol.TCP, "172.22.0.3"),
            forward("10.9.0.1", 100, 100, 9, Protocol.UDP, "172.22.0.3"));

    assertThat(maps(text))
        .isEqualTo(
            """
              map tcp4_at {
                type ipv4_addr . inet_service : ipv4_addr . inet_service
                elements = { 10.9.0.1 . 80 : 172.22.0.3 . 80 }
              }
              map tcp4 {
                type inet_service : ipv4_addr . inet_service
                elements = { 8080 : 172.22.0.2 . 80, 8443 : 172.22.0.3 . 443, 8444 : 172.22.0.3 . 444 }
              }
              map tcp4_range {
                type inet_service : ipv4_addr
                flags interval
                elements = { 9000-9100 : 172.22.0.3 }
              }
              map udp4_range_at {
                type ipv4_addr . inet_service : ipv4_addr
                flags interval
                elements = { 10.9.0.1 . 100-108 : 172.22.0.3 }
              }
            """);
    assertThat(text)
        .contains(
            """
              chain publish {
                dnat ip to ip daddr . tcp dport map @tcp4_at
                dnat ip to ip daddr . udp dport map @udp4_range_at
                ip6 daddr ::1 return
                fib daddr type != local return
                dnat ip to tcp dport map @tcp4
                dnat ip to tcp dport map @tcp4_range
              }
            """);
  }

  @Test
  void eachFamilyLeadsToTheAddressOfItsOwn() {
    assertThat(maps(ruleset(forward("", 80, 8080, 1, Protocol.UDP, "172.23.0.2", "fd00:1::2"))))
        .contains("elements = { 80 : 172.23.0.2 . 8080 }")
        .contains("type inet_service : ipv6_addr . inet_service\n")
        .contains("elements = { 80 : fd00:1::2 . 8080 }");
  }

  @Test
  void anAddressOfTheHostStandsForItsFamilyAlone() {
    assertThat(maps(ruleset(forward("0.0.0.0", 80, 80, 1, Protocol.TCP, "172.23.0.2", "fd00::2"))))
        .contains("map tcp4 {")
        .doesNotContain("tcp6", "_at");
    assertThat(maps(ruleset(forward("fd09::1", 80, 80, 1, Protocol.TCP, "172.23.0.2", "fd00::2"))))
        .contains("elements = { fd09::1 . 80 : fd00::2 . 80 }")
        .doesNotContain("tcp4");
  }

  @Test
  void bridgesAreApartAndIpv6IsMasqueradedToo() {
    assertThat(new Ruleset(List.of(V4, BOTH), List.of(), Set.of(), Set.of()).text())
        .contains("ip saddr 172.22.0.0/16 oifname != { \"jrunc0\", \"jrunc1\" } masquerade\n")
        .contains("ip6 saddr fd00:1::/64 oifname != { \"jrunc0\", \"jrunc1\" } masquerade\n")
        .contains("oifname \"jrunc1\" ct status dnat ip6 saddr fd00:1::/64 masquerade\n")
        .contains(
            """
                iifname "jrunc0" oifname "jrunc0" accept
                iifname "jrunc1" oifname "jrunc1" accept
                drop
            """);
  }

  @Test
  void aNameWithAStarIsNoPatternAndOneThatCantBeWrittenIsAnError() {
    assertThat(new Ruleset(List.of(V4), List.of(), Set.of("ppp*"), Set.of()).text())
        .contains("iifname { \"ppp\\*\" }");
    Ruleset quoted = new Ruleset(List.of(V4), List.of(), Set.of("a\"b"), Set.of());
    assertThatThrownBy(quoted::text)
        .isInstanceOf(OperationException.class)
        .hasMessage("write rules for a\"b: nftables can't say this name");
  }

  private static String ruleset(PortForward... forwards) {
    return new Ruleset(List.of(V4, BOTH), List.of(forwards), Set.of(), Set.of()).text();
  }

  private static String maps(String text) {
    return text.substring(text.indexOf("  map "), text.indexOf("  chain raw"));
  }

  private static PortForward forward(
      String host, int from, int to, int count, Protocol protocol, String... container) {
    return new PortForward(
        new Publication(IpAddress.parse(host), from, to, count, protocol),
        Arrays.stream(container).map(a -> IpAddress.parse(a).orElseThrow()).toList());
  }

  private static BridgedNetwork network(String bridge, String v4) {
    return new BridgedNetwork(bridge, subnet(v4), Optional.empty());
  }

  private static Subnet subnet(String text) {
    return Subnet.parse(text).orElseThrow();
  }
}
