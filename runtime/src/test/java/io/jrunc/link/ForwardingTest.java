package io.jrunc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.jna.JnaKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForwardingTest {
  @TempDir private Path settings;

  private Forwarding forwarding() {
    return new Forwarding(JnaKernel.forOneCommand(), settings);
  }

  private void has(String name, String value) throws Exception {
    Path file = settings.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  private String value(String name) throws Exception {
    return Files.readString(settings.resolve(name)).strip();
  }

  private static SettingChange change(String name, String before, String wanted) {
    return new SettingChange(name, before, wanted);
  }

  @Test
  void aBridgePassesPacketsOnAndTakesThoseOfTheMachinesOwnLoopback() throws Exception {
    has("ipv4/conf/br0/forwarding", "0");
    has("ipv4/conf/br0/route_localnet", "0");
    assertThat(forwarding().missingOfBridge("br0"))
        .containsExactly(
            change("ipv4/conf/br0/forwarding", "0", "1"),
            change("ipv4/conf/br0/route_localnet", "0", "1"));
  }

  @Test
  void whatIsOnAlreadyIsNotMissing() throws Exception {
    has("ipv4/conf/eth0/forwarding", "1");
    has("ipv4/conf/eth1/forwarding", "0");
    assertThat(forwarding().missing(List.of("eth0", "eth1")))
        .containsExactly(change("ipv4/conf/eth1/forwarding", "0", "1"));
  }

  @Test
  void aChangeIsTakenBackUnlessSomebodyElseMadeAnother() throws Exception {
    has("ipv4/conf/eth0/forwarding", "0");
    has("ipv4/conf/eth1/forwarding", "0");
    has("ipv4/conf/eth2/forwarding", "0");
    List<SettingChange> changes = forwarding().missing(List.of("eth0", "eth1", "eth2"));
    forwarding().apply(changes);
    assertThat(value("ipv4/conf/eth0/forwarding")).isEqualTo("1");
    has("ipv4/conf/eth1/forwarding", "2");
    Files.delete(settings.resolve("ipv4/conf/eth2/forwarding"));
    forwarding().restore(changes);
    assertThat(value("ipv4/conf/eth0/forwarding")).startsWith("0");
    assertThat(value("ipv4/conf/eth1/forwarding")).isEqualTo("2");
  }

  @Test
  void ofIpv6EachDeviceIsForcedWhereTheKernelCan() throws Exception {
    has("ipv6/conf/all/forwarding", "0");
    has("ipv6/conf/br0/force_forwarding", "0");
    has("ipv6/conf/eth0/force_forwarding", "1");
    assertThat(forwarding().missingV6(List.of("br0", "eth0")))
        .containsExactly(change("ipv6/conf/br0/force_forwarding", "0", "1"));
  }

  @Test
  void elseAllAreSwitchedOnAndGoOnListeningToTheirRouters() throws Exception {
    has("ipv6/conf/all/forwarding", "0");
    has("ipv6/conf/all/accept_ra", "1");
    has("ipv6/conf/default/accept_ra", "1");
    has("ipv6/conf/eth0/accept_ra", "1");
    has("ipv6/conf/eth1/accept_ra", "0");
    has("ipv6/conf/lo/accept_ra", "1");
    assertThat(forwarding().missingV6(List.of("eth0")))
        .containsExactly(
            change("ipv6/conf/default/accept_ra", "1", "2"),
            change("ipv6/conf/eth0/accept_ra", "1", "2"),
            change("ipv6/conf/all/forwarding", "0", "1"));
  }

  @Test
  void nothingIsMissingOfARouter() throws Exception {
    has("ipv6/conf/all/forwarding", "1");
    assertThat(forwarding().missingV6(List.of("eth0"))).isEmpty();
  }

  @Test
  void aParameterThatIsMissingIsAnErrorThatNamesTheFileAndADeviceThatIsGoneIsNone()
      throws Exception {
    assertThat(forwarding().missing(List.of("eth0"))).isEmpty();
    has("ipv4/conf/eth0/rp_filter", "0");
    assertThatThrownBy(() -> forwarding().missing(List.of("eth0")))
        .hasMessage(
            "open " + settings + "/ipv4/conf/eth0/forwarding: no such file or directory (ENOENT)");
  }

  @Test
  void whatARouterNeedsIsNotTakenBack() throws Exception {
    List<SettingChange> changes =
        List.of(
            change("ipv4/conf/eth0/forwarding", "0", "1"),
            change("ipv4/conf/br0/route_localnet", "0", "1"));
    has("ipv4/conf/eth0/forwarding", "1");
    has("ipv4/conf/br0/route_localnet", "1");
    has("ipv4/ip_forward", "1");
    forwarding().restore(changes);
    assertThat(value("ipv4/conf/eth0/forwarding")).isEqualTo("1");
    assertThat(value("ipv4/conf/br0/route_localnet")).startsWith("0");
  }

  @Test
  void aChangeTellsItsDevice() {
    SettingChange change = change("ipv4/conf/eth0.7/forwarding", "0", "1");
    assertThat(change.device()).isEqualTo("eth0.7");
    assertThat(change.letsPass()).isTrue();
    assertThat(change("ipv4/conf/br0/route_localnet", "0", "1").letsPass()).isFalse();
    assertThat(change("ipv6/conf/br0/forwarding", "0", "1").letsPass()).isFalse();
    assertThat(change("ipv6/conf/all/forwarding", "0", "1").letsPassV6()).isTrue();
    assertThat(change("ipv6/conf/eth0/force_forwarding", "0", "1").letsPassV6()).isTrue();
    assertThat(change("ipv6/conf/eth0/accept_ra", "1", "2").letsPassV6()).isFalse();
  }
}
