package io.jrunc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAnnotationsTest {

  @Test
  void withoutAnyNothingIsAskedFor() {
    assertThat(read()).isEqualTo(new NetworkReading(Optional.empty(), List.of()));
    Map<String, String> others = Map.of("io.jrunc.box", "x", "org.example.mode", "veth");
    assertThat(NetworkAnnotations.read(others).request()).isEmpty();
    assertThat(NetworkAnnotations.read(others).problems()).isEmpty();
  }

  @Test
  void whatIsOnlyToldAsksForNothing() {
    assertThat(read("addresses=172.22.0.2", "ports=nonsense"))
        .isEqualTo(new NetworkReading(Optional.empty(), List.of()));
  }

  @Test
  void everyAnnotationHasItsPlace() {
    NetworkRequest request =
        request(
            "mode=veth",
            "ip=10.1.0.5,fd00:1::5",
            "subnet=10.1.0.0/24,fd00:1::/64",
            "ipv6=true",
            "mtu=1400",
            "dns=9.9.9.9,2620:fe::fe",
            "publish=8080:80,127.0.0.1:53:53/udp");
    assertThat(request)
        .isEqualTo(
            new NetworkRequest(
                NetworkMode.VETH,
                Optional.empty(),
                Subnet.parse("10.1.0.0/24"),
                Subnet.parse("fd00:1::/64"),
                true,
                List.of(ip("10.1.0.5"), ip("fd00:1::5")),
                OptionalInt.of(1400),
                List.of(ip("9.9.9.9"), ip("2620:fe::fe")),
                List.of(
                    new Publication(Optional.empty(), 8080, 80, 1, Protocol.TCP),
                    new Publication(IpAddress.parse("127.0.0.1"), 53, 53, 1, Protocol.UDP))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mode=none",
        "mode=veth",
        "mode=host",
        "mode=container:web1",
        "mode=pasta publish=8080:80,[::1]:81:81",
        "mode=slirp4netns mtu=1500 dns=1.1.1.1",
        "mode=auto ip=172.22.5.5 publish=1:1",
        "mode=veth subnet=10.0.0.0/8",
        "mode=veth subnet=fd00:1::/112 ipv6=true",
        "mode=veth ip=10.1.0.5,fd00:1::5 subnet=10.1.0.0/24,fd00:1::/64 ipv6=true mtu=1280 "
            + "dns=9.9.9.9 publish=8000-8010:80-90/udp",
      })
  void whatIsReadIsWrittenInTheSameWords(String text) {
    String[] words = text.split(" ", -1);
    NetworkRequest request = request(words);
    assertThat(NetworkAnnotations.write(request)).isEqualTo(annotations(words));
  }

  @Test
  void aPublishedPortAloneMeansThatAnyWayIsRight() {
    assertThat(request("publish=8080:80").mode()).isEqualTo(NetworkMode.AUTO);
  }

  @Test
  void aSubnetOfIpv6MeansThatItIsWanted() {
    assertThat(request("mode=veth", "subnet=fd00:1::/64").ipv6()).isTrue();
    assertThat(request("mode=veth", "subnet=10.0.0.0/8", "ipv6=false").ipv6()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "mode=bridge^ mode^ \"bridge\" is not none, veth, host, container:ID, pasta, slirp4netns"
            + " or auto",
        "mode=^ mode^ \"\" is not none, veth, host, container:ID, pasta, slirp4netns or auto",
        "mode=container^ mode^ \"container\" is not none, veth, host, container:ID, pasta,"
            + " slirp4netns or auto",
        "mode=container:^ mode^ \"container:\" is not none, veth, host, container:ID, pasta,"
            + " slirp4netns or auto",
        "mode=host publish=8080:80^ publish^ has no meaning in mode host",
        "mode=none dns=1.1.1.1^ dns^ has no meaning in mode none",
        "mode=container:a mtu=1400^ mtu^ has no meaning in mode container",
        "mode=pasta ip=172.22.0.5^ ip^ has no meaning in mode pasta",
        "mode=slirp4netns subnet=10.0.0.0/8^ subnet^ has no meaning in mode slirp4netns",
        "ip=172.22.0.5^ ip^ has no meaning without a mode",
        "pubish=80:80^ pubish^ is unknown; is io.jrunc.net.publish meant?",
        "colour=blue^ colour^ is unknown",
        "mode=veth subnet=10.0.0.0^ subnet^ \"10.0.0.0\" is not ADDRESS/PREFIX, such as"
            + " 172.22.0.0/16",
        "mode=veth subnet=x/8^ subnet^ \"x/8\" is not ADDRESS/PREFIX, such as 172.22.0.0/16",
        "mode=veth subnet=10.0.0.0/33^ subnet^ \"10.0.0.0/33\" has no prefix of 0 to 32",
        "mode=veth subnet=10.0.0.0/x^ subnet^ \"10.0.0.0/x\" has no prefix of 0 to 32",
        "mode=veth subnet=10.0.0.0/31^ subnet^ \"10.0.0.0/31\" has too few addresses, use /8 to"
            + " /30",
        "mode=veth subnet=0.0.0.0/0^ subnet^ \"0.0.0.0/0\" is too wide, use /8 to /30",
        "mode=veth subnet=fd00::/48^ subnet^ \"fd00::/48\" is too wide, use /64 to /112",
        "mode=veth subnet=fd00::/120^ subnet^ \"fd00::/120\" has too few addresses, use /64 to"
            + " /112",
        "mode=veth subnet=172.23.1.2/24^ subnet^ \"172.23.1.2/24\" has bits after its prefix,"
            + " use 172.23.1.0/24",
        "mode=veth subnet=127.0.0.0/8^ subnet^ \"127.0.0.0/8\" is reserved, and not for"
            + " containers",
        "mode=veth subnet=224.0.0.0/24^ subnet^ \"224.0.0.0/24\" is reserved, and not for"
            + " containers",
        "mode=veth subnet=fe80::/64^ subnet^ \"fe80::/64\" is reserved, and not for containers",
        "mode=veth subnet=10.0.0.0/8,11.0.0.0/8^ subnet^ \"11.0.0.0/8\" is a second subnet of its"
            + " kind",
        "mode=veth ip=172.22.0^ ip^ \"172.22.0\" is no address",
        "mode=veth ip=^ ip^ \"\" is no address",
        "mode=veth ip=172.23.0.5^ ip^ \"172.23.0.5\" is not in the subnet 172.22.0.0/16",
        "mode=veth ip=172.22.0.0^ ip^ \"172.22.0.0\" is the address of the subnet 172.22.0.0/16"
            + " itself",
        "mode=veth ip=172.22.0.1^ ip^ \"172.22.0.1\" is the host's own address in the subnet"
            + " 172.22.0.0/16",
        "mode=veth ip=172.22.255.255^ ip^ \"172.22.255.255\" is the address for all in the subnet"
            + " 172.22.0.0/16",
        "mode=veth ip=172.22.0.5,172.22.0.6^ ip^ \"172.22.0.6\" is a second address of its kind",
        "mode=veth ip=fd00::5^ ip^ \"fd00::5\" is of IPv6, and no subnet of it is asked for",
        "mode=veth ipv6=yes^ ipv6^ \"yes\" is neither true nor false",
        "mode=veth ipv6=false subnet=fd00::/64^ ipv6^ \"false\" contradicts the subnet of IPv6"
            + " that is asked for",
        "mode=veth mtu=67^ mtu^ \"67\" is not in 68 to 65535",
        "mode=veth mtu=65536^ mtu^ \"65536\" is not in 68 to 65535",
        "mode=veth mtu=big^ mtu^ \"big\" is not in 68 to 65535",
        "mode=veth mtu=1000 ipv6=true^ mtu^ \"1000\" is not in 1280 to 65535, which IPv6 needs",
        "mode=veth dns=dns.example^ dns^ \"dns.example\" is no address",
        "mode=veth dns=0.0.0.0^ dns^ \"0.0.0.0\" is the address of nobody",
        "mode=veth dns=1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4^ dns^ \"4.4.4.4\" is one too many: no more"
            + " than 3 name servers are asked",
        "publish=8080^ publish^ \"8080\" is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "publish=80:80,^ publish^ \"\" is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "publish=8080:80,8000-8090:100-190^ publish^ \"8000-8090:100-190\" takes a port of the"
            + " host that 8080:80 has taken",
        "mode=veth publish=[::1]:80:80^ publish^ \"[::1]:80:80\" cannot be reached: the kernel"
            + " passes nothing on from ::1 to a veth device",
        "mode=veth publish=[fd00::1]:80:80^ publish^ \"[fd00::1]:80:80\" is of IPv6, which is not"
            + " asked for",
      })
  void whatIsWrongIsToldByAnnotation(String given, String annotation, String message) {
    NetworkReading reading = read(given.split(" ", -1));
    assertThat(reading.request()).isEmpty();
    assertThat(told(reading)).containsExactly(annotation + ": " + message);
  }

  @Test
  void allThatIsWrongIsTold() {
    NetworkReading reading =
        read("mode=x", "mtu=1", "dns=a,b", "publish=80,81", "ip=y", "subnet=z", "ipv6=w", "q=1");
    assertThat(reading.problems()).hasSize(10);
  }

  private static List<String> told(NetworkReading reading) {
    List<String> told = new ArrayList<>();
    for (NetworkProblem problem : reading.problems()) {
      String name = problem.annotation().substring(NetworkAnnotations.PREFIX.length());
      String value = problem.value().map(text -> "\"" + text + "\" ").orElse("");
      told.add(name + ": " + value + problem.message());
    }
    return told;
  }

  private static NetworkRequest request(String... words) {
    NetworkReading reading = read(words);
    assertThat(reading.problems()).isEmpty();
    return reading.request().orElseThrow();
  }

  private static NetworkReading read(String... words) {
    return NetworkAnnotations.read(annotations(words));
  }

  private static Map<String, String> annotations(String... words) {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      annotations.put(
          NetworkAnnotations.PREFIX + word.substring(0, equals), word.substring(equals + 1));
    }
    return annotations;
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
