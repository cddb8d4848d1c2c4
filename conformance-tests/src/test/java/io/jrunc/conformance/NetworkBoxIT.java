package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Site;
import io.jrunc.conformance.kit.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container in one line, with a published port and limits, and how it ends. */
@Conformance
@OnlyFor("jrunc")
@Requires({Need.NETWORK_TOOLS, Need.CPU_CONTROLLER, Need.MEMORY_CONTROLLER})
class NetworkBoxIT {

  /** Ctrl-C in a terminal is SIGINT to the command in the foreground. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aBoxWithAPublishedPortServesUntilASignalAndIsGone(String signal, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = Site.on(lab.host(), config -> {});
    RunningCommand box = box(lab, site).start();
    Visitor other = new Visitor(lab.other());
    assertThat(other.page(NetworkLab.HOST, 15789))
        .isEqualTo(site.id() + " seen from " + NetworkLab.OTHER);
    assertThat(site.state().at("/annotations/io.jrunc.net.ports").asText())
        .isEqualTo("0.0.0.0:15789->1433/tcp");
    box.signal(signal);
    box.await();
    assertThat(site.traces()).isEmpty();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aBoxThatIsKilledIsGoneAfterDeleteByForce(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container site = Site.on(lab.host(), config -> {});
    RunningCommand box = box(lab, site).start();
    assertThat(new Visitor(lab.other()).page(NetworkLab.HOST, 15789)).startsWith(site.id());
    box.signal("KILL");
    box.await();
    site.delete("--force").succeeds();
    Await.until("the end of all that it made", () -> lab.changes().isEmpty());
    assertThat(site.traces()).isEmpty();
  }

  private static Command box(NetworkLab lab, Container site) {
    String rootfs = site.bundle().rootfs().toString();
    return lab.host()
        .runtime()
        .command(
            "box",
            "--name",
            site.id(),
            "--rootfs",
            rootfs,
            "--publish",
            "15789:1433",
            "--cpus",
            "0.2",
            "--memory",
            "2g",
            "--",
            "httpd",
            "-f",
            "-h",
            "/www",
            "-p",
            "1433");
  }
}
