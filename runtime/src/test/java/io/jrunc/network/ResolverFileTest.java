package io.jrunc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverFileTest {
  private static final ResolverFile STUB =
      ResolverFile.parse(
          List.of(
              "# comment",
              "",
              "; another",
              " nameserver\t127.0.0.53 ",
              "search example.org",
              "nameserver ::1"));

  @Test
  void serversAreToldFromEverythingElse() {
    assertThat(STUB)
        .isEqualTo(new ResolverFile(List.of("127.0.0.53", "::1"), List.of("search example.org")));
    assertThat(ResolverFile.parse(List.of("nameservers 1.2.3.4")).nameServers()).isEmpty();
  }

  @Test
  void serversOfThisMachineAloneAreNotReachable() {
    assertThat(STUB.reachable().nameServers()).isEmpty();
    ResolverFile some =
        ResolverFile.parse(
            List.of(
                "nameserver 0.0.0.0",
                "nameserver fe80::1%eth0",
                "nameserver 192.0.2.1",
                "nameserver x"));
    assertThat(some.reachable().nameServers()).containsExactly("192.0.2.1");
  }

  @Test
  void otherServersLeaveTheRestAsItIs() {
    ResolverFile other = STUB.with(List.of(IpAddress.parse("192.0.2.7").orElseThrow()));
    assertThat(other.text()).isEqualTo("search example.org\nnameserver 192.0.2.7\n");
  }
}
