package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.network.IpAddress;
import org.junit.jupiter.api.Test;

class ProcAddressesTest {
  @Test
  void addressesAreThoseThatAreLocalAndNotOfLoopback() {
    String trie =
        """
        Main:
          +-- 0.0.0.0/0 3 0 5
             |-- 0.0.0.0
                /0 universe UNICAST
                |-- 127.0.0.1
                   /32 host LOCAL
             +-- 192.0.2.0/24 2 0 2
                |-- 192.0.2.0
                   /24 link UNICAST
                |-- 192.0.2.1
                   /32 host LOCAL
                |-- 192.0.2.255
                   /32 link BROADCAST
        Local:
                |-- 192.0.2.1
                   /32 host LOCAL
        """;
    assertThat(ProcAddresses.v4(trie)).containsExactly(IpAddress.parse("192.0.2.1").orElseThrow());
    assertThat(ProcAddresses.v4("")).isEmpty();
  }

  @Test
  void addressesOfALinkAreNone() {
    String table =
        """
        00000000000000000000000000000001 01 80 10 80       lo
        fe80000000000000c079b9fffe879583 02 40 20 c0      up0
        fd000000000000000000000000000002 02 40 00 80      up0
        """;
    assertThat(ProcAddresses.v6(table)).containsExactly(IpAddress.parse("fd00::2").orElseThrow());
    assertThat(ProcAddresses.v6("")).isEmpty();
  }
}
