package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Door;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only jrunc has: the commands validate and plan, an installation that can be copied. */
@Conformance
@OnlyFor("jrunc")
class JruncIT {

  @Test
  void validateOfAGoodConfigSucceeds(Sandbox sandbox) {
    Container container = sandbox.container();
    validate(sandbox, "--bundle", container.bundle().folder()).succeeds();
    sandbox
        .runtime()
        .command("validate", container.bundle().configFile().toString())
        .execute()
        .succeeds();
  }

  @Test
  void validatePrintsEveryProblemWithItsPointer(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .remove("/ociVersion")
                    .set("/process/cwd", "relative")
                    .set("/process/user/uid", "0")
                    .add("/mounts", 3));
    Outcome outcome = validate(sandbox, "--bundle", container.bundle().folder()).exits(1);
    String printed = outcome.stdout() + outcome.stderr();
    assertThat(printed).contains("ociVersion", "/process/cwd", "/process/user/uid", "/mounts/4");
  }

  @Test
  void validateFindsLimitsThatNoHostCanKeep(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .set("/linux/resources/cpu/shares", 1)
                    .set("/linux/resources/pids/limit", -2)
                    .set("/linux/resources/unified", Map.of("../memory.max", "1"))
                    .set("/linux/resources/devices", List.of(Map.of("allow", true, "access", ""))));
    Outcome outcome = validate(sandbox, "--bundle", container.bundle().folder()).exits(1);
    assertThat(outcome.stdout() + outcome.stderr())
        .contains(
            "/linux/resources/cpu/shares: 1 is not from 2 to 262144",
            "/linux/resources/pids/limit: -2",
            "/linux/resources/unified/..~1memory.max: ",
            "/linux/resources/devices/0/access: names none of r, w and m");
  }

  @Test
  void validateMakesNothing(Sandbox sandbox) {
    Container container = sandbox.container();
    Path root = sandbox.newPath("root");
    sandbox
        .runtime()
        .commandAt(root, "validate", "--bundle", container.bundle().folder().toString())
        .execute()
        .succeeds();
    assertThat(HostFiles.names(root)).isEmpty();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void planListsTheCallsWithTheirSourceAndMakesNothing(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path root = sandbox.newPath("root");
    String listing =
        sandbox
            .runtime()
            .commandAt(root, "plan", "--bundle", container.bundle().folder().toString())
            .execute()
            .succeeds()
            .stdout();
    assertThat(listing).contains("pivot_root", "execve", "mounts");
    assertThat(HostFiles.names(root)).isEmpty();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void theInstallationCanBeCopied(Sandbox sandbox) {
    Path bin = sandbox.runtime().executable();
    Path copy = sandbox.newPath("copy");
    sandbox
        .program("cp", "-r", bin.resolveSibling("..").normalize().toString(), copy.toString())
        .execute()
        .succeeds();
    Container container = sandbox.container(config -> config.sh("echo copied"));
    String bundle = container.bundle().folder().toString();
    Outcome outcome =
        sandbox
            .program(
                copy.resolve("bin/jrunc").toString(),
                "--root",
                sandbox.newPath("root").toString(),
                "run",
                "--bundle",
                bundle,
                container.id())
            .withoutEnvironment()
            .in(Path.of("/"))
            .execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("copied\n");
  }

  /** The launcher's own words reach the users of engines, who are shown the log only. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "export JRUNC_JAVA=/no/such/java # no such file or directory",
        "ulimit -n 10 # open files",
        "ulimit -v 1000000 # address space",
        "ulimit -d 50000 # of data",
      })
  void whatKeepsJavaFromStartingIsALineInTheLogToo(String call, Sandbox sandbox) {
    String[] parts = call.split(" # ", -1);
    Path log = sandbox.newPath("log \"quoted\"");
    for (String form : List.of("json", "text")) {
      HostFiles.delete(log);
      Outcome outcome =
          sandbox
              .runtime()
              .command("--log=" + log, "-log-format", form, "state", "--log", "x")
              .through("bash", "-c", parts[0] + "; exec \"$@\"", "-")
              .execute()
              .failsSaying(parts[1])
              .exits(1);
      String text = HostFiles.read(log);
      assertThat(text.lines()).hasSize(1);
      assertThat(text).contains(parts[1]);
      if (form.equals("json")) {
        assertThat(Json.parse(text).path("level").asText()).isEqualTo("error");
        assertThat(outcome.stderr()).contains(Json.parse(text).path("msg").asText());
        assertThat(OffsetDateTime.parse(Json.parse(text).path("time").asText())).isNotNull();
      } else {
        assertThat(text).matches("time=\"[^\"]+\" level=error msg=\".+\"\n");
      }
    }
  }

  @Test
  void tooFewProcessesForAnOrdinaryUserAreTold(Sandbox all) {
    Sandbox sandbox = all.asUser().through(Door.COLD); // a client alone needs one process
    String[] few = {"bash", "-c", "ulimit -u 3; exec \"$@\"", "-"};
    Outcome outcome = sandbox.runtime().command("list").through(few).execute().exits(1);
    outcome.failsSaying("limit of 3 processes");
  }

  @Test
  void startSaysWhyTheProgramCouldNotBeExecuted(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("/opt/program"));
    Path program = container.bundle().rootfs().resolve("opt/program");
    HostFiles.mode(HostFiles.write(program, "#!/bin/sh\n"), "0755");
    container.create().succeeds();
    HostFiles.delete(program);
    container.start().failsSaying("/opt/program", "no such file or directory");
    assertThat(container.status()).isEqualTo("stopped");
  }

  private static Outcome validate(Sandbox sandbox, String option, Path path) {
    return sandbox.runtime().command("validate", option, path.toString()).execute();
  }
}
