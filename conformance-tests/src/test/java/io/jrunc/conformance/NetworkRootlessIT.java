package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Site;
import io.jrunc.conformance.kit.Visitor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of containers whose user may change nothing of the host's. */
@Conformance
@OnlyFor("jrunc")
@Requires({Need.USER_NAMESPACES, Need.NETWORK_TOOLS, Need.USER_NETWORKS})
class NetworkRootlessIT {
  private static final String MODE = "/annotations/io.jrunc.net.mode";
  private static final String PUBLISH = "/annotations/io.jrunc.net.publish";
  private static final String PORTS = "8080:80,7070:7/udp,127.0.0.1:9000-9002:79-81";

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void aContainerGetsOutAndIsReachedByItsPorts(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container there = Site.on(lab.other(), config -> config.withoutNamespace("network")).launch();
    Sandbox user = lab.host().withTun().asUser();
    Container site = Site.on(user, config -> config.set(MODE, mode).set(PUBLISH, PORTS)).launch();
    Visitor inside = new Visitor(lab.inside(site));
    assertThat(inside.page(NetworkLab.OTHER, 80))
        .isEqualTo(there.id() + " seen from " + NetworkLab.HOST);
    assertThat(inside.echo(NetworkLab.OTHER, 7)).contains(there.id(), NetworkLab.HOST);
    Visitor other = new Visitor(lab.other());
    Visitor host = new Visitor(lab.host());
    for (String address : List.of(NetworkLab.HOST, NetworkLab.HOST_TOO)) {
      assertThat(other.page(address, 8080)).startsWith(site.id());
      assertThat(host.page(address, 8080)).startsWith(site.id());
    }
    assertThat(other.echo(NetworkLab.HOST, 7070)).startsWith(site.id());
    assertThat(host.page("127.0.0.1", 8080)).startsWith(site.id());
    if (mode.equals("slirp4netns")) { // Debian 12's pasta gives the host itself no answer by UDP
      assertThat(host.echo(NetworkLab.HOST, 7070)).startsWith(site.id());
    }
    assertThat(host.page("127.0.0.1", 9001)).startsWith(site.id());
    assertThat(other.hasPage(NetworkLab.HOST, 9001)).as("published on loopback only").isFalse();
    assertThat(other.hasPage(NetworkLab.HOST, 80)).as("not published").isFalse();
    site.delete("--force").succeeds();
    assertThat(HostFiles.names(programs(user))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void whatTheHostHasOnItsLoopbackIsNotReachedFromInside(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    RunningCommand own = listener(lab.host(), "127.0.0.1:7777");
    Await.until("the host's own page", () -> listens(lab.host(), "127.0.0.1"));
    Container container = sleeping(lab, mode).launch();
    for (String address :
        List.of("127.0.0.1", NetworkLab.HOST, NetworkLab.OTHER, "10.0.2.2", "169.254.1.1")) {
      assertThat(listens(lab.inside(container), address)).as(address).isFalse();
    }
    own.signal("KILL");
    own.await();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void aPortInUseIsNamedAndNothingIsLeft(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    RunningCommand own = listener(lab.host(), "0.0.0.0:9001");
    Await.until(
        "a listener",
        () -> lab.host().program("ss", "-ltn").execute().stdout().contains("0.0.0.0:9001"));
    Container container =
        lab.host()
            .withTun()
            .asUser()
            .container(c -> c.sleeping().set(MODE, mode).set(PUBLISH, "9000-9002:80-82"));
    Outcome failed = container.createFailsAndLeavesNothing();
    assertThat(failed.stderr()).contains(PUBLISH, "9001");
    own.signal("KILL");
    own.await();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aPortThatOnlyRootMayUseIsNamed(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        lab.host().withTun().asUser().container(c -> c.sleeping().set(PUBLISH, "80:80"));
    assertThat(container.createFailsAndLeavesNothing().stderr())
        .contains(PUBLISH, "80/tcp", "(EACCES)");
  }

  @Test
  void pastaIsTakenFirst(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container = sleeping(lab, "auto").launch();
    assertThat(addresses(lab, container)).contains(NetworkLab.HOST + "/24");
  }

  @Test
  void slirp4netnsIsTakenWhereThereIsNoPasta(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox user = lab.host().withTun().showing("/usr/bin/pasta", "").asUser();
    Container container = user.container(c -> c.sleeping().set(PUBLISH, "8080:80")).launch();
    assertThat(addresses(lab, container)).contains("10.0.2.100/24");
  }

  @Test
  void withNeitherOfThemThePackageIsNamed(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox user =
        lab.host()
            .withTun()
            .showing("/usr/bin/pasta", "")
            .showing("/usr/bin/slirp4netns", "")
            .asUser();
    Container container = user.container(c -> c.sleeping().set(MODE, "auto"));
    assertThat(container.createFailsAndLeavesNothing().stderr())
        .contains(
            MODE
                + ": there is neither pasta nor slirp4netns in PATH, which a network without root's"
                + " rights needs; on Debian: apt-get install passt");
  }

  @Test
  void withoutTheDeviceOfTunnelsThatIsNamed(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Sandbox user = lab.host().showing("/dev/net/tun", "").asUser();
    Container container = user.container(c -> c.sleeping().set(MODE, "pasta"));
    assertThat(container.createFailsAndLeavesNothing().stderr())
        .contains(MODE + ": pasta needs the device /dev/net/tun: ", "(EACCES)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void theProgramEndsWithAContainerInTheForeground(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        lab.host()
            .withTun()
            .asUser()
            .container(c -> c.sh("ip -o addr show scope global").set(MODE, mode));
    assertThat(container.output()).contains("scope global");
    assertThat(lab.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void theProgramOfADeadContainerEndsAtTheNextStart(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container dead = sleeping(lab, mode).launch();
    sandbox.program("kill", "-9", Long.toString(dead.pid())).execute().succeeds();
    dead.awaitStatus("stopped");
    Container next = sleeping(lab, mode).launch();
    assertThat(HostFiles.names(programs(lab.host().asUser()))).containsExactly(next.id());
    next.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  @Requires(Need.UIDMAP)
  void aContainerWhoseRootIsASubordinateUserHasANetworkToo(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        lab.host()
            .withTun()
            .asUser()
            .container(
                c ->
                    c.sleeping()
                        .set(MODE, mode)
                        .set("/linux/uidMappings/0/hostID", OrdinaryUser.FIRST_SUBORDINATE_ID)
                        .set("/linux/gidMappings/0/hostID", OrdinaryUser.FIRST_SUBORDINATE_ID))
            .launch();
    assertThat(addresses(lab, container)).contains("scope global");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pasta", "slirp4netns"})
  void rootMayHaveThemToo(String mode, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = Site.on(lab.host(), c -> c.set(MODE, mode).set(PUBLISH, "8080:80")).launch();
    assertThat(new Visitor(lab.other()).page(NetworkLab.HOST, 8080)).startsWith(site.id());
    site.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  private static Container sleeping(NetworkLab lab, String mode) {
    Sandbox user = lab.host().withTun().asUser();
    return user.container(config -> config.sleeping().set(MODE, mode));
  }

  private static RunningCommand listener(Sandbox machine, String address) {
    return machine.program("/bin/busybox", "httpd", "-f", "-p", address).start();
  }

  private static boolean listens(Sandbox machine, String address) {
    return machine
            .program("timeout", "1", "bash", "-c", ": </dev/tcp/" + address + "/7777")
            .execute()
            .exitCode()
        == 0;
  }

  /** Where the runtime says which program is whose. */
  private static Path programs(Sandbox machine) {
    return machine.stateFolder("=networks").resolve("programs");
  }

  private static String addresses(NetworkLab lab, Container container) {
    return lab.inside(container).program("ip", "-o", "address").execute().succeeds().stdout();
  }
}
