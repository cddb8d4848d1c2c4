package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options before the command: --version, --log, --log-format, --debug, and wrong calls. */
@Conformance
class GlobalOptionsIT {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"--version", "-v"})
  void versionNamesTheProgramAndTheSpecification(String option, RuntimeUnderTest runtime) {
    List<String> lines =
        runtime.plainCommand(option).execute().succeeds().stdout().lines().toList();
    assertThat(lines.get(0)).matches("[a-z]+ version [0-9].*");
    assertThat(lines).anyMatch(line -> line.startsWith("spec: 1."));
  }

  /** Docker takes what follows the last "version"; go-runc splits the other lines at ": ". */
  @Test
  void versionIsALineAPartAndOnlyTheFirstSpeaksOfAVersion(RuntimeUnderTest runtime) {
    Outcome outcome = runtime.plainCommand("--version").execute().succeeds();
    assertThat(outcome.stderr()).isEmpty();
    List<String> lines = outcome.stdout().lines().toList();
    assertThat(lines.get(0).split("version")).hasSize(2);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.matches("[a-z]+: [^ :]+") && !line.contains("version"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--criu criu",
        "--criu=/usr/sbin/criu",
        "--rootless false",
        "--rootless=auto",
        "--systemd-cgroup=false",
        "--debug=false",
        "-log-format json",
        "--log-format=text",
      })
  void optionsThatEnginesGiveBeforeEveryCommandAreTaken(String options, Sandbox sandbox) {
    List<String> line = new ArrayList<>(List.of(options.split(" ")));
    line.addAll(List.of("delete", "--force", sandbox.newId()));
    Outcome outcome = sandbox.runtime().command(line.toArray(String[]::new)).execute().succeeds();
    assertThat(outcome.stdout() + outcome.stderr()).isEmpty();
  }

  @Test
  void withoutRootTheStateIsBelowRunInAFolderNamedAfterTheRuntime(Sandbox sandbox) {
    Path run = Path.of("/run", sandbox.runtime().name());
    Container container = sandbox.containerAt(run, Config::sleeping);
    String bundle = container.bundle().folder().toString();
    sandbox.runtime().plainCommand("create", "-b", bundle, container.id()).execute().succeeds();
    assertThat(run.resolve(container.id())).exists();
    sandbox.runtime().plainCommand("delete", "--force", container.id()).execute().succeeds();
    assertThat(run.resolve(container.id())).doesNotExist();
  }

  @Test
  void theExecutableMayBeCalledThroughALinkFromAnywhereWithoutAnEnvironment(Sandbox sandbox) {
    Path link = sandbox.newPath("link");
    HostFiles.symlink(link, sandbox.runtime().executable().toString());
    Outcome outcome =
        sandbox
            .program(link.toString(), "--version")
            .in(Path.of("/"))
            .withoutEnvironment()
            .execute();
    assertThat(outcome.succeeds().stdout()).contains(" version ");
  }

  @Test
  void aFailureIsOneJsonObjectInAJsonLog(Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    Outcome outcome = failing(sandbox, log, "json");
    JsonNode entry = Json.parse(HostFiles.read(log));
    assertThat(entry.path("level").asText()).isEqualTo("error");
    assertThat(outcome.stderr()).contains(entry.path("msg").asText());
    assertThat(entry.path("msg").asText()).isNotBlank();
    assertThat(OffsetDateTime.parse(entry.path("time").asText())).isNotNull();
  }

  @Test
  void aLogIsAppendedTo(Sandbox sandbox) {
    Path log = HostFiles.write(sandbox.newPath("log"), "{\"before\":true}\n");
    failing(sandbox, log, "json");
    failing(sandbox, log, "json");
    List<String> lines = HostFiles.read(log).lines().toList();
    assertThat(lines).hasSize(3).allMatch(line -> Json.parse(line).isObject());
    assertThat(lines.get(0)).isEqualTo("{\"before\":true}");
  }

  @Test
  void whatCannotBeWrittenIsToldWithTheReason(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    for (String call : List.of("create", "exec")) {
      String[] option = {"--pid-file", "/no/such/folder/pid"};
      Outcome outcome =
          call.equals("create")
              ? container.create(option)
              : container.launch().executing(List.of(option), "true").execute();
      outcome.exits(call.equals("create") ? 1 : 255);
      assertThat(outcome.stderr()).contains("/no/such/folder/", "no such file or directory");
    }
  }

  @Test
  void aSuccessLeavesAJsonLogEmpty(Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    Container container = sandbox.container(Config::sleeping);
    sandbox
        .runtime()
        .command(
            "--log",
            log.toString(),
            "--log-format",
            "json",
            "create",
            "-b",
            container.bundle().folder().toString(),
            container.id())
        .execute()
        .succeeds();
    assertThat(HostFiles.readIfThere(log).orElse("")).isEmpty();
  }

  @Test
  void aFailureIsALineInATextLog(Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    failing(sandbox, log, "text");
    assertThat(HostFiles.read(log).lines()).hasSize(1);
    assertThat(HostFiles.read(log)).startsWith("time=\"").contains(" level=error msg=\"");
  }

  @Test
  void debugAddsEntriesThatAreJsonToo(Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    Container container = sandbox.container();
    sandbox
        .runtime()
        .command(
            "--debug",
            "--log",
            log.toString(),
            "--log-format",
            "json",
            "run",
            "-b",
            container.bundle().folder().toString(),
            container.id())
        .execute()
        .succeeds();
    List<String> lines = HostFiles.read(log).lines().toList();
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(Json.parse(line).path("level").asText()).isEqualTo("debug"));
  }

  @Test
  void aLogThatCannotBeOpenedIsAnError(Sandbox sandbox) {
    sandbox
        .runtime()
        .command("--log", sandbox.newPath("missing") + "/log", "list")
        .execute()
        .fails();
  }

  @Test
  void anUnknownLogFormatIsAnError(Sandbox sandbox) {
    sandbox.runtime().command("--log-format", "bogus", "list").execute().fails();
  }

  @Test
  void anUnknownCommandOrOptionIsAnError(RuntimeUnderTest runtime) {
    runtime.plainCommand("bogus").execute().fails();
    runtime.plainCommand("--bogus", "list").execute().fails();
    runtime.plainCommand("create", "--bogus", "x").execute().fails();
  }

  @Test
  void aWordTooManyIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    sandbox.runtime().command("state", container.id(), "more").execute().fails();
    sandbox.runtime().command("start", container.id(), "more").execute().fails();
    assertThat(container.status()).isEqualTo("created");
  }

  private static Outcome failing(Sandbox sandbox, Path log, String format) {
    return sandbox
        .runtime()
        .command("--log", log.toString(), "--log-format", format, "state", sandbox.newId())
        .execute()
        .fails();
  }
}
