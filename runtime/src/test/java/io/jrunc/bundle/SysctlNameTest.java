package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SysctlNameTest {
  @Test
  void theFirstSeparatorSaysWhichOneSeparates() {
    assertThat(SysctlName.path("net.ipv4.ip_forward")).isEqualTo("net/ipv4/ip_forward");
    assertThat(SysctlName.path("net/ipv4/conf/eth0.1/forwarding"))
        .isEqualTo("net/ipv4/conf/eth0.1/forwarding");
    assertThat(SysctlName.path("net.ipv4.conf.eth0/1.forwarding"))
        .isEqualTo("net/ipv4/conf/eth0.1/forwarding");
    assertThat(SysctlName.path("lonely")).isEqualTo("lonely");
  }
}
