package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Bundle;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundles that come with the project go through every command, whatever the runtime. */
@Conformance
@Requires(Need.EXAMPLE_BUNDLES)
class BundlesIT {

  @Test
  void helloShowsAContainerFromItsInside(Sandbox sandbox) {
    assertThat(container(sandbox, "hello").run().succeeds().stdout())
        .contains("This is the inside of a container", "host name   hello", "process id  1");
  }

  @Test
  void busyboxRunsItsShell(Sandbox sandbox) {
    assertThat(container(sandbox, "busybox").run().succeeds().stdout()).isNotBlank();
  }

  @Test
  void debianTellsItsReleaseUserAndMounts(Sandbox sandbox) {
    assertThat(container(sandbox, "debian").run().succeeds().stdout())
        .contains("Debian GNU/Linux", "uid=0(root) gid=0(root)", "proc on /proc type proc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "busybox", "debian"})
  void aBundleGoesThroughItsWholeLife(String name, Sandbox sandbox) {
    Container container = container(sandbox, name);
    container.create().succeeds();
    assertThat(container.status()).isEqualTo("created");
    assertThat(sandbox.runtime().command("list", "-q").execute().succeeds().stdout().lines())
        .contains(container.id());
    container.start().succeeds();
    container.awaitStatus("stopped");
    container.delete().succeeds();
    container.askState().fails();

    container.create().succeeds();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    container.delete().succeeds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "busybox", "debian"})
  @OnlyFor("jrunc")
  void aBundleIsValidAndItsPlanCanBeRead(String name, Sandbox sandbox) {
    String folder = bundle(name).folder().toString();
    sandbox.runtime().command("validate", "--bundle", folder).execute().succeeds();
    Outcome plan = sandbox.runtime().command("plan", "--bundle", folder).execute().succeeds();
    assertThat(plan.stdout())
        .contains("# mount proc on /proc", "[/mounts/0]", "pivot_root", "execve");
  }

  /** runc's sample asks for a terminal and starts a shell, which reads what is typed. */
  @Test
  @Requires({Need.EXAMPLE_BUNDLES, Need.RUNC, Need.SCRIPT})
  void whatRuncWritesAsASampleRunsUnchanged(Sandbox sandbox) {
    Container container = sandbox.container();
    Path folder = container.bundle().folder();
    folder.resolve("config.json").toFile().delete();
    sandbox.program("runc", "spec", "--bundle", folder.toString()).execute().succeeds();
    String line = String.join(" ", container.making("run").line());
    Outcome outcome =
        sandbox
            .program("script", "-qec", line, "/dev/null")
            .stdin("echo $((40 + 2)) inside; exit 5\n")
            .execute();
    assertThat(outcome.stdout()).as(outcome::toString).contains("42 inside");
    assertThat(outcome.exitCode()).as(outcome::toString).isEqualTo(5);
  }

  private static Container container(Sandbox sandbox, String name) {
    return sandbox.container(sandbox.newId(), bundle(name));
  }

  private static Bundle bundle(String name) {
    return new Bundle(Path.of("../bundles", name).toAbsolutePath().normalize());
  }
}
