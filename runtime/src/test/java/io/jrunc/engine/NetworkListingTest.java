package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.plan.NetDevicePlan;
import io.jrunc.plan.NetworkPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkListingTest {

  @Test
  void aPairOfDevicesIsListedWithAllThatIsAskedFor() {
    assertThat(
            listing(
                "mode=veth",
                "subnet=10.1.0.0/24,fd00:1::/64",
                "ip=10.1.0.5",
                "mtu=1400",
                "dns=9.9.9.9",
                "publish=127.0.0.1:8080:80,8000-8010:90-100/udp"))
        .isEqualTo(
            """

            # network, by the host, before mounts: a pair of veth devices  \
            [/annotations/io.jrunc.net.mode]
                a bridge with 10.1.0.1/24  [/annotations/io.jrunc.net.subnet]
                and with fd00:1::1/64  [/annotations/io.jrunc.net.subnet]
                IPv6  [/annotations/io.jrunc.net.ipv6]
                address 10.1.0.5  [/annotations/io.jrunc.net.ip]
                mtu 1400  [/annotations/io.jrunc.net.mtu]
                name server 9.9.9.9  [/annotations/io.jrunc.net.dns]
                publish 127.0.0.1:8080->80/tcp  [/annotations/io.jrunc.net.publish]
                publish 0.0.0.0:8000-8010->90-100/udp  [/annotations/io.jrunc.net.publish]
            """);
  }

  @Test
  void whatNobodyAsksForIsTheUsual() {
    assertThat(listing("mode=veth")).contains("    bridge jrunc0 with 172.22.0.1/16  [");
    assertThat(listing("mode=pasta")).contains("a process pasta  [");
    assertThat(listing("mode=auto")).contains("a process pasta or slirp4netns  [");
  }

  @Test
  void devicesOfTheHostAreListed() {
    NetDevicePlan device = new NetDevicePlan("/linux/netDevices/eth1", "eth1", "lan0");
    assertThat(
            new NetworkListing().text(new NetworkPlan(java.util.Optional.empty(), List.of(device))))
        .isEqualTo(
            """

            # network device eth1, by the host, becomes lan0 of the container  \
            [/linux/netDevices/eth1]
            """);
  }

  private static String listing(String... words) {
    Map<String, String> annotations = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      annotations.put(
          NetworkAnnotations.PREFIX + word.substring(0, equals), word.substring(equals + 1));
    }
    return new NetworkListing()
        .text(new NetworkPlan(NetworkAnnotations.read(annotations).request(), List.of()));
  }
}
