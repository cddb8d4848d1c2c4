package io.jrunc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest {

  @Test
  void onePortIsRead() throws MalformedException {
    assertThat(PublicationParser.parse("8080:80"))
        .isEqualTo(new Publication(Optional.empty(), 8080, 80, 1, Protocol.TCP));
    assertThat(PublicationParser.parse("127.0.0.1:53:5353/udp"))
        .isEqualTo(new Publication(IpAddress.parse("127.0.0.1"), 53, 5353, 1, Protocol.UDP));
    assertThat(PublicationParser.parse("[fd00::1]:1:65535/tcp"))
        .isEqualTo(new Publication(IpAddress.parse("fd00::1"), 1, 65_535, 1, Protocol.TCP));
  }

  @Test
  void aRangeIsReadAsAsManyPorts() throws MalformedException {
    Publication range = PublicationParser.parse("8000-8010:80-90");
    assertThat(range).isEqualTo(new Publication(Optional.empty(), 8000, 80, 11, Protocol.TCP));
    assertThat(range.lastHostPort()).isEqualTo(8010);
    assertThat(range.lastContainerPort()).isEqualTo(90);
    assertThat(PublicationParser.parse("7-7:8")).hasToString("7:8");
  }

  @ParameterizedTest
  @CsvSource({
    "8080:80, 8080:80, 0.0.0.0:8080->80/tcp",
    "0.0.0.0:8080:80/tcp, 8080:80, 0.0.0.0:8080->80/tcp",
    "[::]:8080:80, 8080:80, 0.0.0.0:8080->80/tcp",
    "127.0.0.1:8000-8010:80-90/udp, 127.0.0.1:8000-8010:80-90/udp, "
        + "127.0.0.1:8000-8010->80-90/udp",
    "[FD00::1]:1:2, [fd00::1]:1:2, [fd00::1]:1->2/tcp",
  })
  void itIsWrittenAsItWouldBeReadAgain(String given, String text, String arrow)
      throws MalformedException {
    Publication publication = PublicationParser.parse(given);
    assertThat(publication).hasToString(text);
    assertThat(publication.arrow()).isEqualTo(arrow);
    assertThat(PublicationParser.parse(text)).isEqualTo(publication);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'' ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        ":80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "80: ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "127.0.0.1::80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "a:80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "+8:80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "' 8:80' ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "8-:8-9 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "8-9-10:8-10 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "[::1]:80 ; is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "0:80 ; has a port that isn't in 1 to 65535",
        "80:0 ; has a port that isn't in 1 to 65535",
        "65536:80 ; has a port that isn't in 1 to 65535",
        "99999999999999999999999:80 ; has a port that isn't in 1 to 65535",
        "9-8:80-81 ; has a range that ends before it begins",
        "8000-8010:80 ; has 11 ports of the host, but 1 port of the container",
        "80:80-81 ; has 1 port of the host, but 2 ports of the container",
        "80:80/sctp ; has a protocol that is neither tcp nor udp",
        "80:80/ ; has a protocol that is neither tcp nor udp",
        "80:80/TCP ; has a protocol that is neither tcp nor udp",
      })
  void whatIsNoPublicationIsRefused(String text, String message) {
    assertThatThrownBy(() -> PublicationParser.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage(message);
  }

  @Test
  void anAddressThatIsNoneIsToldApart() {
    assertThatThrownBy(() -> PublicationParser.parse("1.2.3:80:80"))
        .hasMessage(
            "is not [IP:]HOST:CONTAINER[/tcp|udp]: what stands before the ports is no address");
    assertThatThrownBy(() -> PublicationParser.parse("fd00::1:80:80"))
        .hasMessage(
            "is not [IP:]HOST:CONTAINER[/tcp|udp]: an IPv6 address stands in brackets, no other"
                + " does");
    assertThatThrownBy(() -> PublicationParser.parse("[127.0.0.1]:80:80"))
        .hasMessageContaining("stands in brackets");
    assertThatThrownBy(() -> PublicationParser.parse("localhost:80:80"))
        .hasMessageContaining("is no address");
  }

  @ParameterizedTest
  @CsvSource({
    "80:80, 80:81, true",
    "80:80, 81:80, false",
    "80:80, 80:80/udp, false",
    "8000-8010:20-30, 8010:80, true",
    "8000-8010:20-30, 8011:80, false",
    "127.0.0.1:80:80, 127.0.0.2:80:80, false",
    "127.0.0.1:80:80, 80:80, true",
    "127.0.0.1:80:80, [::1]:80:80, false",
  })
  void publicationsOverlapWhereAPacketCouldBeMeantForBoth(String one, String other, boolean both)
      throws MalformedException {
    Publication first = PublicationParser.parse(one);
    Publication second = PublicationParser.parse(other);
    assertThat(first.overlaps(second)).isEqualTo(both);
    assertThat(second.overlaps(first)).isEqualTo(both);
  }

  @Test
  void portsBeyondTheLastAreNoPublication() {
    assertThatThrownBy(() -> new Publication(Optional.empty(), 65_535, 1, 2, Protocol.TCP))
        .hasMessage("65535:1 and 2 ports are not in 1 to 65535");
  }
}
