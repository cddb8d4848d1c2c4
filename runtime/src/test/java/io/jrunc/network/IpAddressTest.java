package io.jrunc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  private static final int TRIALS = 5_000;

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "172.22.0.2, 172.22.0.2",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "FD00::00ab, fd00::ab",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "0:0:1:0:0:0:1:0, 0:0:1::1:0",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::1.2.3.4, ::102:304",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
  })
  void anAddressIsReadAndWrittenAsRfc5952Has(String text, String canonical) {
    assertThat(IpAddress.parse(text).orElseThrow()).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.-4",
        "1.2.3.+4",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.0x4",
        "1..3.4",
        "1.2.3.4/8",
        "localhost",
        "example.org",
        ":::",
        "1:::2",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "١.2.3.4",
        "::١",
      })
  void whatIsNoAddressIsNone(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void anyAddressIsWhatJavaReadsInItsText() throws UnknownHostException {
    Random random = new Random(22);
    for (int i = 0; i < TRIALS; i++) {
      IpAddress address = IpAddress.of(bytes(random, i % 2 == 0 ? 4 : 16));
      assertThat(IpAddress.parse(address.toString())).contains(address);
      boolean mapped = address.isV6() && address.toString().startsWith("::ffff:");
      if (!mapped) { // Java makes IPv4 of those
        InetAddress oracle = InetAddress.getByName(address.toString());
        assertThat(oracle.getAddress()).as(address.toString()).isEqualTo(address.bytes());
      }
    }
  }

  @Test
  void whatJavaWritesIsReadAsTheSameAddress() throws UnknownHostException {
    Random random = new Random(16);
    for (int i = 0; i < TRIALS; i++) {
      byte[] bytes = bytes(random, i % 2 == 0 ? 4 : 16);
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      if (bytes.length == 4 || text.indexOf(':') >= 0) {
        assertThat(IpAddress.parse(text).orElseThrow().bytes()).as(text).isEqualTo(bytes);
      }
    }
  }

  /** With many zeros, which is where the texts differ. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += 2) {
      if (random.nextBoolean()) {
        bytes[i] = (byte) random.nextInt();
        bytes[i + 1] = (byte) random.nextInt();
      }
    }
    return bytes;
  }

  @Test
  void theBytesAreNobodyElses() {
    byte[] bytes = {10, 0, 0, 1};
    IpAddress address = IpAddress.of(bytes);
    bytes[3] = 2;
    address.bytes()[3] = 3;
    assertThat(address).hasToString("10.0.0.1");
    assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessage("5 bytes are no address");
  }

  @Test
  void addressesCountOn() {
    assertThat(ip("172.22.0.255").plus(1)).isEqualTo(ip("172.22.1.0"));
    assertThat(ip("172.22.0.0").plus(65_535)).isEqualTo(ip("172.22.255.255"));
    assertThat(ip("0.0.0.0").plus(0xffff_ffffL)).isEqualTo(ip("255.255.255.255"));
    assertThat(ip("fd00::ffff").plus(1)).isEqualTo(ip("fd00::1:0"));
    assertThatThrownBy(() -> ip("255.255.255.255").plus(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsKnownWhatAnAddressIsFor() {
    assertThat(ip("0.0.0.0").isAny()).isTrue();
    assertThat(ip("::").isAny()).isTrue();
    assertThat(ip("::1").isAny()).isFalse();
    assertThat(ip("::1").isLoopback()).isTrue();
    assertThat(ip("127.1.2.3").isLoopback()).isTrue();
    assertThat(ip("128.0.0.1").isLoopback()).isFalse();
    assertThat(ip("fd00::1").isLoopback()).isFalse();
    assertThat(ip("fd00::1").isV6()).isTrue();
    assertThat(ip("fd00::1").bits()).isEqualTo(128);
    assertThat(ip("10.0.0.1").bits()).isEqualTo(32);
  }

  @Test
  void addressesHaveAnOrderWithIpv4First() {
    List<IpAddress> all = new ArrayList<>();
    for (String text : List.of("fd00::1", "200.0.0.1", "::", "10.0.0.2", "10.0.0.1")) {
      all.add(ip(text));
    }
    all.sort(null);
    assertThat(all).hasToString("[10.0.0.1, 10.0.0.2, 200.0.0.1, ::, fd00::1]");
  }

  @Test
  void equalAddressesAreEqual() {
    assertThat(ip("FD00::1")).isEqualTo(ip("fd00:0::1")).hasSameHashCodeAs(ip("fd00::1"));
    assertThat(ip("0.0.0.0")).isNotEqualTo(ip("::"));
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
