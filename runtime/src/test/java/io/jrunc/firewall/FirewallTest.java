package io.jrunc.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FirewallTest {

  @Test
  void chainsThatDropByPolicyAreFoundButThoseOfBridgesAndOurOwn() {
    assertThat(
            Firewall.dropping(
                """
                table ip nat {
                	chain PREROUTING {
                		type nat hook prerouting priority dstnat; policy accept;
                	}
                }
                table ip filter {
                	chain DOCKER {
                	}
                	chain INPUT {
                		type filter hook input priority filter; policy drop;
                	}
                	chain FORWARD {
                		type filter hook forward priority filter; policy drop;
                	}
                }
                table inet fw4 {
                	chain forward {
                		type filter hook forward priority filter - 5; policy drop;
                	}
                }
                table inet jrunc {
                	chain forward {
                		type filter hook forward priority filter; policy drop;
                	}
                }
                table bridge guard {
                	chain forward {
                		type filter hook forward priority filter; policy drop;
                	}
                }
                """))
        .containsExactly("ip filter FORWARD", "inet fw4 forward");
  }

  @Test
  void firewalldDropsThoughItsPolicyIsToAccept() {
    assertThat(
            Firewall.dropping(
                """
                table inet firewalld {
                	chain filter_FORWARD {
                		type filter hook forward priority filter + 10; policy accept;
                	}
                }
                """))
        .containsExactly("inet firewalld filter_FORWARD");
    assertThat(
            Firewall.letsPass(
                """
                		iifname "jrunc0" goto filter_FWDI_trusted
                		oifname "jrunc0" goto filter_FWDO_trusted
                """))
        .isTrue();
  }

  @Test
  void aTableThatAcceptsOurBridgesBothWaysLetsPass() {
    String in = "\t\tiifname \"jrunc0\" counter packets 0 bytes 0 accept\n";
    String out = "\t\toifname \"jrunc0\" accept\n";

    assertThat(Firewall.letsPass(in + out)).isTrue();
    assertThat(Firewall.letsPass(in)).isFalse();
    assertThat(Firewall.letsPass(out)).isFalse();
    assertThat(Firewall.letsPass(in + out.replace("accept", "drop"))).isFalse();
  }
}
