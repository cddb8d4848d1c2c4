package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** runtime.md: create, start, kill, delete and state, one after the other. */
@Conformance
class LifecycleIT {

  @Test
  @SpecRule("runtime.md#lifecycle: create, start, kill and delete lead through all statuses")
  void aContainerGoesFromCreatedOverRunningToStopped(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
    assertThat(container.status()).isEqualTo("running");
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    container.delete().succeeds();
    container.askState().fails();
  }

  @Test
  @SpecRule("runtime.md#create: the user's program must not run before start")
  void createDoesNotRunTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    container.create().succeeds();
    assertThat(container.written()).isEmpty();
    container.start().succeeds();
    container.awaitWritten("ran").awaitStatus("stopped");
  }

  @Test
  @SpecRule("runtime.md#state: pid is the id of the container's process as the host sees it")
  void stateTellsThePidOfTheContainersProcess(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertThat(Host.read(container.pid(), "cmdline")).isEqualTo("sleep\0001000\0");
  }

  @Test
  @SpecRule("runtime.md#delete: deleting removes what create made")
  void deleteRemovesTheStateFolder(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertThat(sandbox.stateFolder(container.id())).exists();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(Files.exists(sandbox.stateFolder(container.id()))).isFalse();
  }
}
