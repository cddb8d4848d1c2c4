package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The list command, as a table, as JSON and as plain ids. */
@Conformance
class ListIT {

  @Test
  void listOfNoContainersHasNoRowAndNoError(Sandbox sandbox) {
    Path root = sandbox.newPath("root");
    assertThat(list(sandbox, root).stdout().lines()).hasSize(1);
    assertThat(list(sandbox, root, "-q").stdout()).isBlank();
    assertThat(Json.parse(list(sandbox, root, "--format", "json").stdout())).isEmpty();
  }

  @Test
  void theTableHasAHeadingAndARowForEachContainer(Sandbox sandbox) {
    Path root = sandbox.newPath("root");
    Container created = sandbox.containerAt(root, Config::sleeping);
    created.create().succeeds();
    Container stopped = sandbox.containerAt(root, c -> {}).launch().awaitStatus("stopped");
    List<String> lines = list(sandbox, root).stdout().lines().toList();
    assertThat(words(lines.get(0)))
        .containsExactly("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
    assertThat(words(line(lines, created.id())))
        .startsWith(
            created.id(),
            Long.toString(created.pid()),
            "created",
            created.bundle().folder().toString());
    assertThat(words(line(lines, stopped.id())))
        .startsWith(stopped.id(), "0", "stopped", stopped.bundle().folder().toString());
    assertThat(lines).hasSize(3);
  }

  @Test
  void theTableNamesTheOwner(Sandbox sandbox) {
    Path root = sandbox.newPath("root");
    Container container = sandbox.containerAt(root, Config::sleeping);
    container.create().succeeds();
    String row = line(list(sandbox, root).stdout().lines().toList(), container.id());
    assertThat(row.strip()).endsWith("root");
  }

  @Test
  void theJsonFormHasTheStateOfEachContainer(Sandbox sandbox) {
    Path root = sandbox.newPath("root");
    Container container =
        sandbox.containerAt(
            root, config -> config.sleeping().set("/annotations/org.example.key", "value"));
    container.launch();
    JsonNode all = Json.parse(list(sandbox, root, "--format", "json").stdout());
    assertThat(all).hasSize(1);
    JsonNode listed = all.path(0);
    assertThat(listed.path("id").asText()).isEqualTo(container.id());
    assertThat(listed.path("pid").asLong()).isEqualTo(container.pid());
    assertThat(listed.path("status").asText()).isEqualTo("running");
    assertThat(listed.path("bundle").asText()).isEqualTo(container.bundle().folder().toString());
    assertThat(listed.path("created").asText())
        .isEqualTo(container.state().path("created").asText());
  }

  @Test
  void theQuietFormHasOneIdALine(Sandbox sandbox) {
    Path root = sandbox.newPath("root");
    Container one = sandbox.containerAt(root, Config::sleeping);
    Container two = sandbox.containerAt(root, Config::sleeping);
    one.create().succeeds();
    two.create().succeeds();
    assertThat(list(sandbox, root, "-q").stdout().lines())
        .containsExactlyInAnyOrder(one.id(), two.id());
    assertThat(list(sandbox, root, "--quiet").stdout().lines()).hasSize(2);
  }

  @Test
  void listRefusesAnUnknownFormat(Sandbox sandbox) {
    sandbox.runtime().command("list", "--format", "bogus").execute().fails();
  }

  @Test
  void listIgnoresAFolderThatIsNoContainer(Sandbox sandbox) {
    Path root = sandbox.newFolder();
    Container container = sandbox.containerAt(root, Config::sleeping);
    container.create().succeeds();
    assertThat(root.resolve("stray").toFile().mkdir()).isTrue();
    JsonNode all = Json.parse(list(sandbox, root, "--format", "json").stdout());
    assertThat(StreamSupport.stream(all.spliterator(), false).map(c -> c.path("id").asText()))
        .containsExactly(container.id());
  }

  private static Outcome list(Sandbox sandbox, Path root, String... options) {
    String[] line = Stream.concat(Stream.of("list"), Arrays.stream(options)).toArray(String[]::new);
    return sandbox.runtime().commandAt(root, line).execute().succeeds();
  }

  private static String line(List<String> lines, String id) {
    return lines.stream().filter(line -> line.startsWith(id)).findFirst().orElseThrow();
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split(" +"));
  }
}
