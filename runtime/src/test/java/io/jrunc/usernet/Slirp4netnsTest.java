package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Slirp4netnsTest {
  private final Slirp4netns slirp = new Slirp4netns("~7");

  @Test
  void itConfinesItselfWhereItCan() {
    assertThat(slirp.arguments(Requests.of(), new Target(7, true, false, true, true)))
        .containsExactly(
            "slirp4netns",
            "--configure",
            "--disable-host-loopback",
            "--enable-sandbox",
            "--enable-seccomp",
            "--mtu=65520",
            "--ready-fd=3",
            "--exit-fd=4",
            "--api-socket=~7",
            "7",
            "tap0");
    assertThat(slirp.arguments(Requests.of(), new Target(7, true, false, true, false)))
        .doesNotContain("--enable-sandbox", "--enable-seccomp");
  }

  @Test
  void eachPortOfARangeIsAskedFor() {
    Publication range = new Publication(IpAddress.parse("127.0.0.1"), 9000, 90, 2, Protocol.UDP);
    assertThat(Slirp4netns.questions(range))
        .containsExactly(
            "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"udp\","
                + "\"host_addr\":\"127.0.0.1\",\"host_port\":9000,"
                + "\"guest_addr\":\"10.0.2.100\",\"guest_port\":90}}",
            "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"udp\","
                + "\"host_addr\":\"127.0.0.1\",\"host_port\":9001,"
                + "\"guest_addr\":\"10.0.2.100\",\"guest_port\":91}}");
  }

  @Test
  void anAnswerIsDoneOrAnError() {
    assertThat(Slirp4netns.isDone("{\"return\":{\"id\":1}}")).isTrue();
    assertThat(Slirp4netns.isDone("{\"error\":{\"desc\":\"bad request: add_hostfwd\"}}")).isFalse();
  }

  @Test
  void portsOfIpv6AddressesAreRefused() {
    Publication v6 = new Publication(IpAddress.parse("::1"), 80, 80, 1, Protocol.TCP);
    Publication v4 = new Publication(Optional.empty(), 80, 80, 1, Protocol.TCP);
    assertThat(slirp.refusal(Requests.of(v4, v6)).orElseThrow())
        .isEqualTo(
            new Refusal(
                "io.jrunc.net.publish", "slirp4netns publishes no port of an IPv6 address (::1)"));
    assertThat(slirp.refusal(Requests.of(v4))).isEmpty();
  }
}
