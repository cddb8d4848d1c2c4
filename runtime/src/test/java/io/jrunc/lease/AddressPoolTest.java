package io.jrunc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
  private final Map<IpAddress, String> taken = new HashMap<>();

  @Test
  void theFirstContainerGetsTheAddressAfterTheBridges() {
    assertThat(pool("172.22.0.0/16").next(Optional.empty())).isEqualTo(ip("172.22.0.2"));
    assertThat(pool("fd00:1::/64").next(Optional.empty())).isEqualTo(ip("fd00:1::2"));
  }

  @Test
  void anAddressThatWasGivenBackIsNotTheNextToBeGiven() {
    assertThat(pool("172.22.0.0/16").next(Optional.of(ip("172.22.0.2"))))
        .isEqualTo(ip("172.22.0.3"));
    assertThat(pool("172.22.0.0/16").next(Optional.of(ip("172.22.0.255"))))
        .isEqualTo(ip("172.22.1.0"));
  }

  @Test
  void takenAddressesAreLeftOut() {
    taken.put(ip("172.22.0.2"), "web1");
    taken.put(ip("172.22.0.3"), "web2");
    assertThat(pool("172.22.0.0/16").next(Optional.empty())).isEqualTo(ip("172.22.0.4"));
  }

  @Test
  void afterTheLastComesTheFirstThatIsFree() {
    taken.put(ip("10.0.0.2"), "web1");
    assertThat(pool("10.0.0.0/29").next(Optional.of(ip("10.0.0.6")))).isEqualTo(ip("10.0.0.3"));
    assertThat(pool("fd00::/126").next(Optional.of(ip("fd00::3")))).isEqualTo(ip("fd00::2"));
  }

  @Test
  void theLastAddressOfIpv6IsOneLikeOthers() {
    assertThat(pool("fd00::/126").next(Optional.of(ip("fd00::2")))).isEqualTo(ip("fd00::3"));
  }

  @Test
  void theEndOfAllAddressesIsNoEnd() {
    assertThat(pool("255.255.255.0/24").next(Optional.of(ip("255.255.255.254"))))
        .isEqualTo(ip("255.255.255.2"));
  }

  @Test
  void aSubnetWithoutAFreeAddressIsAnError() {
    taken.put(ip("10.0.0.2"), "web1");
    assertThatThrownBy(() -> pool("10.0.0.0/30").next(Optional.empty()))
        .hasMessage("/annotations/io.jrunc.net.subnet: all addresses of 10.0.0.0/30 are taken");
  }

  @Test
  void aSubnetWithoutRoomForAContainerIsAnError() {
    assertThatThrownBy(() -> pool("10.0.0.0/31"))
        .hasMessage(
            "/annotations/io.jrunc.net.subnet: 10.0.0.0/31 has no room for a bridge and a"
                + " container");
  }

  @Test
  void aFreeAddressThatIsAskedForIsGiven() {
    assertThat(pool("172.22.0.0/16").take(ip("172.22.9.9"))).isEqualTo(ip("172.22.9.9"));
  }

  @Test
  void anAddressThatCannotBeGivenIsAnErrorThatSaysWhy() {
    taken.put(ip("172.22.0.2"), "web1");
    refused("172.22.0.2", "172.22.0.2 is the address of container web1");
    refused("172.23.0.2", "172.23.0.2 is not in 172.22.0.0/16");
    refused("172.22.0.1", "172.22.0.1 is the address of the bridge");
    refused("172.22.0.0", "172.22.0.0 is no container's address in 172.22.0.0/16");
    refused("172.22.255.255", "172.22.255.255 is no container's address in 172.22.0.0/16");
  }

  private void refused(String address, String reason) {
    assertThatThrownBy(() -> pool("172.22.0.0/16").take(ip(address)))
        .hasMessage("/annotations/io.jrunc.net.ip: " + reason);
  }

  private AddressPool pool(String subnet) {
    return new AddressPool(Subnet.parse(subnet).orElseThrow(), taken);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
