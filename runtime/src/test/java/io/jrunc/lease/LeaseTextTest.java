package io.jrunc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTextTest {
  private static final Lease LEASE =
      new Lease(
          "web1",
          11,
          1_001,
          "jrunc0",
          "jrvac160002",
          List.of(ip("172.22.0.2"), ip("fd00::2")),
          List.of(
              new Publication(Optional.empty(), 8080, 80, 1, Protocol.TCP),
              new Publication(Optional.of(ip("127.0.0.1")), 5300, 53, 3, Protocol.UDP)));

  @Test
  void aLeaseIsReadAsItWasWritten() throws IOException {
    assertThat(LeaseText.lease("web1", LeaseText.of(LEASE))).isEqualTo(LEASE);
  }

  @Test
  void theFormIsOneThatPeopleCanRead() {
    assertThat(LeaseText.of(LEASE))
        .isEqualTo(
            """
            jrunc\t1
            init\t11\t1001
            bridge\tjrunc0
            link\tjrvac160002
            address\t172.22.0.2
            address\tfd00::2
            publish\t*\t8080\t80\t1\ttcp
            publish\t127.0.0.1\t5300\t53\t3\tudp
            end
            """);
  }

  @Test
  void bridgesAreReadAsTheyWereWritten() throws IOException {
    LeasedBridge plain = LeasedBridge.unused("jrunc0", subnet("172.22.0.0/16"));
    LeasedBridge used =
        LeasedBridge.unused("jrunc1", subnet("10.1.0.0/24"))
            .with(subnet("fd12::/64"))
            .after(ip("10.1.0.2"))
            .after(ip("fd12::2"));
    List<LeasedBridge> bridges = List.of(plain, used);
    assertThat(LeaseText.bridges(LeaseText.of(bridges))).isEqualTo(bridges);
  }

  @Test
  void linesOfALaterJruncAreLeftOut() throws IOException {
    String later = LeaseText.of(LEASE).replace("end\n", "colour\tblue\nend\n");
    assertThat(LeaseText.lease("web1", later)).isEqualTo(LEASE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "end\n",
        "jrunc\t1\nend\n",
        "jrunc\t2\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\nend\n",
        "jrunc\t1\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\n",
        "jrunc\t1\ninit\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\nend\n",
        "jrunc\t1\ninit\tx\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\nend\n",
        "jrunc\t1\ninit\t99999999999\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\nend\n",
        "jrunc\t1\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\tten\nend\n",
        "jrunc\t1\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\t10.0.0.2\npublish\t*\t1\nend\n",
        "jrunc\t1\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\t::2\npublish\t*\t0\t1\t1\ttcp\nend\n",
        "jrunc\t1\ninit\t1\t1\nbridge\tb\nlink\tl\naddress\t::2\npublish\t*\t1\t1\t1\tsctp\nend\n",
      })
  void whatIsNoWholeLeaseIsRefused(String text) {
    assertThatThrownBy(() -> LeaseText.lease("web1", text)).isInstanceOf(IOException.class);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Subnet subnet(String text) {
    return Subnet.parse(text).orElseThrow();
  }
}
