package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PastaTest {
  private final Pasta pasta = new Pasta();

  @Test
  void nothingIsPublishedThatNobodyAskedFor() {
    assertThat(pasta.arguments(Requests.of(), new Target(7, true, false, true, true)))
        .containsExactly(
            "pasta",
            "--foreground",
            "--quiet",
            "--config-net",
            "--no-map-gw",
            "--dns-forward",
            "169.254.1.1",
            "--tcp-ports",
            "none",
            "--udp-ports",
            "none",
            "--tcp-ns",
            "none",
            "--udp-ns",
            "none",
            "--pid",
            "/proc/self/fd/1",
            "7");
  }

  @Test
  void portsArePublishedByProtocol() {
    List<String> arguments =
        pasta.arguments(
            Requests.of(
                new Publication(Optional.empty(), 8080, 80, 1, Protocol.TCP),
                new Publication(IpAddress.parse("127.0.0.1"), 9000, 90, 3, Protocol.TCP),
                new Publication(IpAddress.parse("::1"), 53, 5353, 1, Protocol.UDP)),
            new Target(7, true, false, true, true));
    assertThat(arguments)
        .containsSequence(
            "--tcp-ports",
            "8080:80",
            "--tcp-ports",
            "127.0.0.1/9000-9002:90-92",
            "--udp-ports",
            "::1/53:5353",
            "--tcp-ns");
  }

  @Test
  void rootStaysRootAndIsGivenTheNamespaceAsAnOpenFile() {
    assertThat(pasta.arguments(Requests.of(), new Target(7, false, true, true, true)))
        .endsWith("--runas", "0", "--netns-only", "--netns", "/proc/self/fd/0")
        .doesNotContain("7");
  }

  @Test
  void aProcessOfAnotherUserIsNotWatched() {
    assertThat(pasta.arguments(Requests.of(), new Target(7, true, false, false, true)))
        .endsWith("--no-netns-quit", "7");
  }

  @Test
  void theLargestPacketIsPassedOn() {
    assertThat(
            pasta.arguments(
                Requests.withMtu(OptionalInt.of(1400)), new Target(7, true, false, true, true)))
        .containsSequence("--mtu", "1400");
  }

  @Test
  void noAnswerIsChangedWhereNameServersAreGiven() {
    assertThat(
            pasta.arguments(
                Requests.withNameServer("192.0.2.2"), new Target(7, true, false, true, true)))
        .doesNotContain("--dns-forward");
  }

  @Test
  void anAddressCantBeChosen() {
    assertThat(pasta.refusal(Requests.withAddress("172.22.0.9")).orElseThrow().annotation())
        .isEqualTo("io.jrunc.net.ip");
    assertThat(pasta.refusal(Requests.withSubnet("172.23.0.0/16")).orElseThrow().annotation())
        .isEqualTo("io.jrunc.net.subnet");
    assertThat(pasta.refusal(Requests.of())).isEmpty();
  }
}
