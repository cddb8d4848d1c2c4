package io.jrunc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs root. Every test has two network namespaces of its own. */
final class LinksIT {
  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
    KERNEL.load();
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @Test
  void aNewNamespaceHasOnlyItsLoopbackDevice() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          assertThat(links.all())
              .containsExactly(
                  new Link(1, "lo", "", false, 65536, Optional.empty(), OptionalInt.empty()));
          assertThat(links.find("lo")).contains(links.all().get(0));
          assertThat(links.find("eth0")).isEmpty();
          assertThat(links.addresses()).isEmpty();
          assertThat(links.routes()).isEmpty();
        });
  }

  @Test
  void aVethPairConnectsABridgeWithAnotherNamespace() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          links.addBridge("br0", "whose it is");
          links.addAddress("br0", address("10.7.0.1"), 24);
          links.addAddress("br0", address("fd07::1"), 64);
          links.setUp("br0");
          links.addVeth("v0", "br0", "eth0", other, 1400);
          links.setUp("v0");
          Link bridge = links.find("br0").orElseThrow();
          Link port = links.find("v0").orElseThrow();
          assertThat(bridge.kind()).isEqualTo("bridge");
          assertThat(bridge.alias()).contains("whose it is");
          assertThat(bridge.up()).isTrue();
          assertThat(bridge.mtu()).isEqualTo(1400);
          assertThat(port.kind()).isEqualTo("veth");
          assertThat(port.master()).hasValue(bridge.index());
          assertThat(port.mtu()).isEqualTo(1400);
          try (Links inside = Links.in(KERNEL, other)) {
            assertThat(inside.find("eth0").orElseThrow().mtu()).isEqualTo(1400);
            inside.addAddress("eth0", address("10.7.0.2"), 24);
            inside.addAddress("eth0", address("fd07::2"), 64);
            inside.setUp("eth0");
            inside.addDefaultRoute(address("10.7.0.1"));
            inside.addDefaultRoute(address("fd07::1"));
            int eth0 = inside.find("eth0").orElseThrow().index();
            assertThat(inside.addresses())
                .contains(
                    new LinkAddress(eth0, address("10.7.0.2"), 24, true, true),
                    new LinkAddress(eth0, address("fd07::2"), 64, true, true));
            assertThat(inside.routes())
                .contains(
                    new LinkRoute(Optional.empty(), Optional.of(address("10.7.0.1")), eth0),
                    new LinkRoute(Optional.empty(), Optional.of(address("fd07::1")), eth0),
                    new LinkRoute(Subnet.parse("10.7.0.0/24"), Optional.empty(), eth0),
                    new LinkRoute(Subnet.parse("fd07::/64"), Optional.empty(), eth0));
          }
          links.delete("v0");
          links.delete("v0");
          links.delete("br0");
          assertThat(links.all()).hasSize(1);
          try (Links inside = Links.in(KERNEL, other)) {
            assertThat(inside.all()).hasSize(1);
          }
        });
  }

  @Test
  void aDeviceMovesWithANewName() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          links.addBridge("br0", "");
          links.addVeth("v0", "br0", "eth0", other, 1500);
          links.rename("v0", "v1");
          links.setMtu("v1", 1280);
          links.setAlias("v1", "x");
          links.move("v1", "net0", other);
          assertThat(links.find("v1")).isEmpty();
          assertThatThrownBy(() -> links.move("br0", "br0", other))
              .isInstanceOf(KernelException.class)
              .hasMessageStartingWith("RTM_NEWLINK br0 as br0 to ")
              .hasMessageContaining("invalid argument (EINVAL)");
          try (Links inside = Links.in(KERNEL, other)) {
            Link moved = inside.find("net0").orElseThrow();
            assertThat(moved.mtu()).isEqualTo(1280);
            assertThat(moved.alias()).contains("x");
          }
        });
  }

  @Test
  void aListOfManyDevicesIsComplete() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          for (int i = 0; i < 80; i++) {
            links.addBridge("b" + i, "number " + i);
          }
          assertThat(links.all()).hasSize(81);
          assertThat(links.all().get(80).alias()).contains("number 79");
        });
  }

  @Test
  void anErrorNamesTheDeviceAndTheKernelsAnswer() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          links.addBridge("br0", "");
          assertThatThrownBy(() -> links.addBridge("br0", ""))
              .isInstanceOfSatisfying(
                  KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
              .hasMessage("RTM_NEWLINK bridge br0: file exists (EEXIST)");
          assertThatThrownBy(() -> links.setUp("br1"))
              .hasMessage("RTM_SETLINK br1 up: no such device (ENODEV)");
          assertThatThrownBy(() -> links.setMtu("br1", 1400))
              .hasMessage("RTM_GETLINK br1: no such device (ENODEV)");
          assertThatThrownBy(() -> links.addDefaultRoute(address("10.7.0.1")))
              .hasMessage(
                  "RTM_NEWROUTE default by 10.7.0.1: network is unreachable (ENETUNREACH): "
                      + "Nexthop has invalid gateway");
        });
  }
}
