package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** runtime.md#state: the document that the state command writes. */
@Conformance
class StateIT {

  @Test
  @SpecRule("runtime.md#state: ociVersion, id, status, pid and bundle are required")
  void stateHasTheRequiredKeys(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    JsonNode state = container.state();
    assertThat(state.path("ociVersion").asText()).startsWith("1.");
    assertThat(state.path("id").asText()).isEqualTo(container.id());
    assertThat(state.path("status").asText()).isEqualTo("running");
    assertThat(state.path("pid").isInt()).isTrue();
    assertThat(state.path("bundle").asText()).isEqualTo(container.bundle().folder().toString());
  }

  @Test
  @SpecRule("runtime.md#state: pid is the id of the container's process as the host sees it")
  void stateTellsThePidOfTheContainersProcess(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    long pid = container.state().path("pid").asLong();
    assertThat(Host.read(pid, "cmdline")).isEqualTo("sleep\0001000\0");
  }

  @Test
  @SpecRule("runtime.md#state: annotations are those of the config")
  void stateTellsTheAnnotations(Sandbox sandbox) {
    Map<String, String> annotations = Map.of("org.example.a", "1", "org.example.b", "ä \" b");
    Container container =
        sandbox.container(config -> config.sleeping().set("/annotations", annotations));
    container.create().succeeds();
    JsonNode told = container.state().path("annotations");
    assertThat(told.path("org.example.a").asText()).isEqualTo("1");
    assertThat(told.path("org.example.b").asText()).isEqualTo("ä \" b");
  }

  @Test
  @SpecRule("runtime.md#query-state: an unknown id must be an error")
  void stateOfAnUnknownContainerFails(Sandbox sandbox, RuntimeUnderTest runtime) {
    runtime.command("state", sandbox.newId()).execute().fails();
  }

  @Test
  @SpecRule("runtime.md#query-state: no id must be an error")
  void stateWithoutAnIdFails(RuntimeUnderTest runtime) {
    runtime.command("state").execute().fails();
  }

  @Test
  void stateTellsTheRootfsTheOwnerAndWhenTheContainerWasCreated(Sandbox sandbox) {
    Instant before = Instant.now();
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    JsonNode state = container.state();
    assertThat(state.path("rootfs").asText()).isEqualTo(container.bundle().rootfs().toString());
    assertThat(state.has("owner")).isTrue();
    assertThat(OffsetDateTime.parse(state.path("created").asText()).toInstant())
        .isBetween(before.minus(Duration.ofSeconds(1)), Instant.now());
  }

  @Test
  void thePidOfAStoppedContainerIsZero(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    assertThat(container.state().path("pid").asLong()).isZero();
  }

  @Test
  void aContainerWhoseProcessWasKilledFromOutsideIsStopped(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Host.kill("KILL", container.pid());
    container.awaitStatus("stopped").delete().succeeds();
  }
}
