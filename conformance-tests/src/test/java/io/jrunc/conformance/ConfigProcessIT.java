package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** config.md#process: args, cwd and env. */
@Conformance
class ConfigProcessIT {

  private static final String SHOW_ENV = "cat /proc/1/environ | tr '\\0' '\\n'";

  @Test
  @SpecRule("config.md#process: args are what execvp gets, the first is the file to run")
  void theProgramGetsItsArgumentsUnchanged(Sandbox sandbox) {
    String script = "for a in \"$0\" \"$@\"; do echo \"<$a>\"; done";
    assertThat(
            output(
                sandbox,
                config ->
                    config.args("sh", "-c", script, "zero", "", "two words", "ä\"'$x\\", "*")))
        .isEqualTo("<zero>\n<>\n<two words>\n<ä\"'$x\\>\n<*>\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, so PATH of the container's env is used")
  void aProgramWithoutASlashIsFoundByThePathOfTheContainer(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.args("hello").set("/process/env", List.of("PATH=/none:/opt/first:/opt")));
    program(container, "opt/hello", "echo second");
    program(container, "opt/first/hello", "echo first");
    assertThat(container.output()).isEqualTo("first\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, which passes over what it may not run")
  void aFileOnThePathThatIsNotExecutableIsPassedOver(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.args("hello").set("/process/env", List.of("PATH=/opt/first:/opt")));
    HostFiles.write(container.bundle().rootfs().resolve("opt/first/hello"), "not executable");
    program(container, "opt/hello", "echo second");
    assertThat(container.output()).isEqualTo("second\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets")
  void aProgramWithASlashIsRelativeToCwd(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.args("./hello").set("/process/cwd", "/opt"));
    program(container, "opt/hello", "echo here");
    assertThat(container.output()).isEqualTo("here\n");
  }

  @Test
  @SpecRule(
      "config.md#process: args are what execvp gets; the kernel follows a script's first line")
  void aProgramMayBeAScript(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("/opt/hello", "world"));
    program(container, "opt/hello", "echo hello $1");
    assertThat(container.output()).isEqualTo("hello world\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets")
  void aProgramMayBeBehindALink(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("/link/hello"));
    program(container, "opt/hello", "echo linked");
    HostFiles.symlink(container.bundle().rootfs().resolve("link"), "/opt");
    assertThat(container.output()).isEqualTo("linked\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, in the container as its mounts make it")
  void aProgramMayBeOnAMount(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.args("hello").bind("/m", "tools", "bind"));
    Config config = container.bundle().config().set("/process/env", List.of("PATH=/none:/m"));
    container.bundle().write(config);
    Path tool = container.bundle().folder().resolve("tools/hello");
    HostFiles.mode(HostFiles.write(tool, "#!/bin/sh\necho mounted\n"), "0755");
    assertThat(container.output()).isEqualTo("mounted\n");
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, in the container as its mounts make it")
  void aProgramThatAMountHidesIsMissing(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.args("/opt/hello").mount("/opt", "tmpfs", "tmpfs"));
    program(container, "opt/hello", "echo hidden");
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, as the user of the program")
  void aProgramThatItsUserMayNotRunIsRefused(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.args("/opt/hello").capabilities().set("/process/user/uid", 1000));
    program(container, "opt/hello", "echo ran");
    HostFiles.mode(container.bundle().rootfs().resolve("opt/hello"), "0744");
    container.run().fails();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets, which the kernel limits at megabytes")
  void manyArgumentsAndALargeEnvironmentArePassed(Sandbox sandbox) {
    List<String> args = new ArrayList<>(List.of("sh", "-c", "echo $# ${#LARGE}", "sh"));
    args.addAll(Collections.nCopies(3000, "an argument of some length, of which there are many"));
    List<String> env = List.of("PATH=/bin", "LARGE=" + "x".repeat(100_000));
    assertThat(
            output(
                sandbox,
                config -> config.args(args.toArray(String[]::new)).set("/process/env", env)))
        .isEqualTo("3000 100000\n");
  }

  @Test
  @SpecRule("config.md#process: cwd is the folder that the program starts in")
  void cwdMayBeOnAMount(Sandbox sandbox) {
    assertThat(
            output(
                sandbox,
                config ->
                    config
                        .args("pwd")
                        .mount("/m", "tmpfs", "tmpfs")
                        .set("/process/cwd", "/m/below")))
        .isEqualTo("/m/below\n");
  }

  @Test
  @SpecRule("config.md#process: cwd is the folder that the program starts in")
  void theProgramStartsInCwd(Sandbox sandbox) {
    assertThat(output(sandbox, config -> config.args("pwd").set("/process/cwd", "/tmp")))
        .isEqualTo("/tmp\n");
  }

  @Test
  @SpecRule("config.md#process: cwd is the folder that the program starts in")
  void aMissingCwdIsMade(Sandbox sandbox) {
    assertThat(output(sandbox, config -> config.args("pwd").set("/process/cwd", "/a/new/place")))
        .isEqualTo("/a/new/place\n");
  }

  @Test
  @SpecRule("config.md#process: env is as in execve, in this order")
  void theProgramGetsItsEnvironmentAndNothingOfTheCallers(Sandbox sandbox) {
    List<String> env = List.of("PATH=/bin", "HOME=/x", "B=2", "A=1=1", "EMPTY=", "U=ä b");
    Container container = sandbox.container(config -> config.sh(SHOW_ENV).set("/process/env", env));
    String shown = container.making("run").env("CALLER", "x").execute().succeeds().stdout();
    assertThat(shown.lines()).containsExactlyElementsOf(env);
  }

  @Test
  @SpecRule("config.md#process: env is as in execve")
  void homeIsTakenFromThePasswordFileWhenUnset(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("echo $HOME")
                    .set("/process/env", List.of("PATH=/bin"))
                    .set("/process/user/uid", 1234));
    HostFiles.write(
        container.bundle().rootfs().resolve("etc/passwd"),
        "root:x:0:0::/root:/bin/sh\nann:x:1234:1:Ann:/home/ann:/bin/sh\n");
    assertThat(container.output()).isEqualTo("/home/ann\n");
  }

  @Test
  @SpecRule("config.md#process: env is as in execve")
  void homeIsTheRootFolderForAUserWithoutAnEntry(Sandbox sandbox) {
    assertThat(
            output(
                sandbox,
                config ->
                    config
                        .sh("echo $HOME")
                        .set("/process/env", List.of("PATH=/bin"))
                        .set("/process/user/uid", 1234)))
        .isEqualTo("/\n");
  }

  @Test
  @SpecRule("config.md#extensibility: unknown properties must be ignored")
  void unknownPropertiesAreIgnored(Sandbox sandbox) {
    assertThat(
            output(
                sandbox,
                config ->
                    config
                        .sh("echo ran")
                        .set("/unknown", List.of(1, "two"))
                        .set("/process/unknown", true)
                        .set("/linux/unknown/deeply", "nested")))
        .isEqualTo("ran\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1.0.0", "1.0.2-dev", "1.1.0", "1.2.1", "1.3.0"})
  @SpecRule("config.md#specification-version: every 1.x document is known")
  void everyMinorVersionIsAccepted(String version, Sandbox sandbox) {
    assertThat(output(sandbox, config -> config.sh("echo ran").set("/ociVersion", version)))
        .isEqualTo("ran\n");
  }

  private static String output(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.container(edits).output();
  }

  private static void program(Container container, String path, String line) {
    Path file = container.bundle().rootfs().resolve(path);
    HostFiles.mode(HostFiles.write(file, "#!/bin/sh\n" + line + "\n"), "0755");
  }
}
