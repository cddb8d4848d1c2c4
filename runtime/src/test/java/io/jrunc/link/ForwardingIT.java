package io.jrunc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.network.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs root. Every test has a network namespace of its own. */
final class ForwardingIT {
  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
    KERNEL.load();
  }

  private static String value(String name) throws Exception {
    return Files.readString(Path.of("/proc/sys/net", name)).strip();
  }

  @Test
  void packetsPassByWhatIsAskedForUntilItIsTakenBack() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          links.addBridge("br0", "");
          links.addBridge("br1", "");
          Forwarding forwarding = new Forwarding(KERNEL);
          List<SettingChange> changes = new ArrayList<>(forwarding.missingOfBridge("br0"));
          changes.addAll(forwarding.missingV6(List.of("br0")));
          assertThat(changes).hasSizeGreaterThanOrEqualTo(3);
          forwarding.apply(changes);
          for (SettingChange change : changes) {
            assertThat(value(change.name())).isEqualTo(change.wanted());
          }
          assertThat(forwarding.missingOfBridge("br0")).isEmpty();
          assertThat(forwarding.missing(List.of("br1"))).hasSize(1);
          assertThat(value("ipv4/ip_forward")).isEqualTo("0");
          forwarding.restore(changes);
          for (SettingChange change : changes) {
            assertThat(value(change.name())).isEqualTo(change.before());
          }
          links.delete("br0");
          forwarding.restore(changes); // all of it is gone
        });
  }

  @Test
  void packetsOfOthersComeInByWhatIsUpAndHasAnAddress() throws Exception {
    OwnNamespaces.run(
        KERNEL,
        (links, other) -> {
          for (String name : List.of("v4", "v6", "down", "bare", "known")) {
            links.addBridge(name, "");
          }
          IpAddress v4 = IpAddress.parse("10.7.0.1").orElseThrow();
          links.addAddress("v4", v4, 24);
          links.addAddress("v6", IpAddress.parse("fd07::1").orElseThrow(), 64);
          links.addAddress("down", v4.plus(256), 24);
          links.addAddress("known", v4.plus(512), 24);
          for (String name : List.of("lo", "v4", "v6", "bare", "known")) {
            links.setUp(name);
          }
          assertThat(Forwarding.uplinks(links, false, List.of("known"))).containsExactly("v4");
          assertThat(Forwarding.uplinks(links, true, List.of())).containsExactly("v6");
        });
  }
}
