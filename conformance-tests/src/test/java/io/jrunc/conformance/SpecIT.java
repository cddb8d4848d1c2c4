package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The spec command, and that what it writes is a config.json that runs. */
@Conformance
class SpecIT {

  @Test
  void specWritesAConfigJsonIntoTheCallersFolder(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    sandbox.runtime().command("spec").in(folder).execute().succeeds();
    JsonNode config = Json.parse(HostFiles.read(folder.resolve("config.json")));
    assertThat(config.path("ociVersion").asText()).startsWith("1.");
    assertThat(config.at("/process/args/0").asText()).isEqualTo("sh");
    assertThat(config.at("/process/cwd").asText()).isEqualTo("/");
    assertThat(config.at("/process/terminal").asBoolean()).isTrue();
    assertThat(config.at("/root/path").asText()).isEqualTo("rootfs");
    assertThat(config.at("/linux/namespaces").findValuesAsText("type"))
        .contains("pid", "network", "ipc", "uts", "mount")
        .doesNotContain("user");
  }

  @Test
  void specWritesIntoTheGivenBundle(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    sandbox.runtime().command("spec", "--bundle", folder.toString()).execute().succeeds();
    assertThat(folder.resolve("config.json")).exists();
  }

  @Test
  void specNeverOverwritesAConfigJson(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    HostFiles.write(folder.resolve("config.json"), "mine");
    sandbox.runtime().command("spec").in(folder).execute().fails();
    assertThat(HostFiles.read(folder.resolve("config.json"))).isEqualTo("mine");
  }

  @Test
  void specForRootlessMapsTheCallerToRootInAUserNamespace(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    sandbox.runtime().command("spec", "--rootless").in(folder).execute().succeeds();
    JsonNode config = Json.parse(HostFiles.read(folder.resolve("config.json")));
    assertThat(config.at("/linux/namespaces").findValuesAsText("type"))
        .contains("user")
        .doesNotContain("network");
    for (String ids : new String[] {"/linux/uidMappings", "/linux/gidMappings"}) {
      assertThat(config.at(ids)).hasSize(1);
      assertThat(config.at(ids + "/0/containerID").asInt()).isZero();
      assertThat(config.at(ids + "/0/hostID").asInt()).isZero();
      assertThat(config.at(ids + "/0/size").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatSpecWritesRunsUnchanged(Sandbox sandbox) {
    Container container = containerOfSpec(sandbox);
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).succeeds();
    container.start().succeeds();
    console.type("echo $((6 * 7)) is the answer; exit\n");
    assertThat(console.awaitEnd()).contains("42 is the answer");
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void whatSpecWritesForRootlessRunsForRootAsWell(Sandbox sandbox) {
    Container container = containerOfSpec(sandbox, "--rootless");
    Config config = container.bundle().config();
    container.bundle().write(config.set("/process/terminal", false).sh("cat /proc/self/uid_map"));
    assertThat(container.output().strip().split(" +")).containsExactly("0", "0", "1");
  }

  private static Container containerOfSpec(Sandbox sandbox, String... options) {
    Container container = sandbox.container();
    HostFiles.delete(container.bundle().configFile());
    String[] line = Stream.concat(Stream.of("spec"), Arrays.stream(options)).toArray(String[]::new);
    sandbox.runtime().command(line).in(container.bundle().folder()).execute().succeeds();
    return container;
  }
}
