package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one line of text and an exit code, and leaves nothing behind. */
@Conformance
class BadInputIT {

  static Stream<Named<Consumer<Config>>> badConfigs() {
    return Stream.of(
        bad("no ociVersion", c -> c.remove("/ociVersion")),
        bad("an unknown major version", c -> c.set("/ociVersion", "2.0.0")),
        bad("a version that is none", c -> c.set("/ociVersion", "one")),
        bad("no root", c -> c.remove("/root")),
        bad("no root.path", c -> c.remove("/root/path")),
        bad("an empty root.path", c -> c.set("/root/path", "")),
        bad("a root.path that is missing", c -> c.set("/root/path", "nowhere")),
        bad("a root.path that is a file", c -> c.set("/root/path", "config.json")),
        bad("no process", c -> c.remove("/process")),
        bad("no process.args", c -> c.remove("/process/args")),
        bad("empty process.args", c -> c.args()),
        bad("an empty program", c -> c.args("")),
        bad("no process.cwd", c -> c.remove("/process/cwd")),
        bad("a relative process.cwd", c -> c.set("/process/cwd", "tmp")),
        bad("a process.cwd that is a file", c -> c.set("/process/cwd", "/bin/busybox")),
        bad("a wrong type of process", c -> c.set("/process", 3)),
        bad("a wrong type of args", c -> c.set("/process/args", "true")),
        bad("a wrong type of a mount", c -> c.add("/mounts", "proc")),
        bad("a negative uid", c -> c.set("/process/user/uid", -2)),
        bad("a uid above 32 bits", c -> c.set("/process/user/uid", 1L << 32)),
        bad("a uid that is a fraction", c -> c.set("/process/user/uid", 1.5)),
        bad("a uid that is a text", c -> c.set("/process/user/uid", "0")),
        bad("a hostname of 70 characters", c -> c.set("/hostname", "h".repeat(70))),
        bad("a mount without destination", c -> c.add("/mounts", Map.of("type", "tmpfs"))),
        bad("a program that is missing", c -> c.args("/no/such/program")),
        bad("a program that is a folder", c -> c.args("/tmp")),
        bad("a program that is not executable", c -> c.args("/etc/plain")),
        bad("a program that is not on the PATH", c -> c.args("nosuchprogram")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badConfigs")
  @SpecRule("config.md#valid-values: invalid or unsupported values must be an error")
  void aBadConfigIsRefused(Consumer<Config> edits, Sandbox sandbox) {
    Container container = sandbox.container(edits);
    HostFiles.mode(HostFiles.write(container.bundle().rootfs().resolve("etc/plain"), ""), "0644");
    assertRefused(container);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"ociVersion\": 1.0}", "{} {}"})
  @SpecRule("config.md#json: config.json is one JSON object")
  void aBrokenConfigJsonIsRefused(String text, Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.write(container.bundle().configFile(), text);
    assertRefused(container);
  }

  @Test
  @SpecRule("config.md#json: config.json must be UTF-8")
  void aConfigJsonThatIsNotUtf8IsRefused(Sandbox sandbox) throws IOException {
    Container container = sandbox.container(c -> c.set("/hostname", "ä"));
    Path file = container.bundle().configFile();
    Files.write(file, HostFiles.read(file).getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(container);
  }

  @Test
  @SpecRule("config.md#json: a name must not be there twice in one object")
  void aKeyThatIsThereTwiceIsRefused(Sandbox sandbox) {
    Container container = sandbox.container();
    String text = HostFiles.read(container.bundle().configFile());
    HostFiles.write(
        container.bundle().configFile(),
        text.replaceFirst("\\{", "{\"hostname\":\"a\",\"hostname\":\"b\","));
    assertRefused(container);
  }

  @Test
  @SpecRule("bundle.md: config.json must be there")
  void aMissingConfigJsonIsRefused(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.delete(container.bundle().configFile());
    assertRefused(container);
  }

  @Test
  @SpecRule("bundle.md: config.json is a file")
  void aConfigJsonThatIsAFolderIsRefused(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.delete(container.bundle().configFile());
    HostFiles.folder(container.bundle().configFile());
    assertRefused(container);
  }

  @Test
  @SpecRule("bundle.md: a bundle is a folder")
  void aMissingBundleIsRefused(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.deleteTree(container.bundle().folder());
    assertRefused(container);
  }

  @Test
  @Cve("CVE-2025-54867")
  void aRootThatIsALinkIsRefused(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.set("/root/path", "link"));
    HostFiles.symlink(container.bundle().folder().resolve("link"), "rootfs");
    assertRefused(container);
  }

  @Test
  @SpecRule("config-linux.md#devices: nothing outside of the root may be touched")
  @Cve({"CVE-2026-41579", "CVE-2026-47766"})
  void aDevThatIsALinkOutOfTheRootTouchesNothingOutside(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.withoutMount("/dev/pts").withoutMount("/dev"));
    Path outside = sandbox.newFolder();
    HostFiles.delete(container.bundle().rootfs().resolve("dev"));
    HostFiles.symlink(container.bundle().rootfs().resolve("dev"), outside.toString());
    container.run();
    assertThat(HostFiles.names(outside)).isEmpty();
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets")
  void aProgramOfAnotherArchitectureFails(Sandbox sandbox) throws IOException {
    Container container = sandbox.container(c -> c.args("/opt/foreign"));
    byte[] elf = Files.readAllBytes(container.bundle().rootfs().resolve("bin/busybox"));
    elf[18] = (byte) 0xfe; // e_machine: a number that no machine has
    elf[19] = (byte) 0xca;
    Path file = HostFiles.write(container.bundle().rootfs().resolve("opt/foreign"), "");
    Files.write(file, elf);
    HostFiles.mode(file, "0755");
    assertRunFails(container);
  }

  @Test
  @SpecRule("config.md#process: args are what execvp gets")
  void aScriptWhoseInterpreterIsMissingFails(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.args("/opt/script"));
    Path script = container.bundle().rootfs().resolve("opt/script");
    HostFiles.mode(HostFiles.write(script, "#!/no/such/interpreter\n"), "0755");
    assertRunFails(container);
  }

  @Test
  void createWithoutAnIdFails(Sandbox sandbox) {
    String bundle = sandbox.bundle(c -> {}).folder().toString();
    sandbox.runtime().command("create", "--bundle", bundle).execute().fails();
  }

  @Test
  void runOfABadConfigFailsLikeCreate(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.set("/process/cwd", "tmp"));
    container.run().fails();
    assertThat(container.traces()).isEmpty();
    container.run("--detach").fails();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aRefusedCreateCanBeRepeatedOnceTheConfigIsGood(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.bind("/m", "missing", "bind"));
    container.create().fails();
    HostFiles.folder(container.bundle().folder().resolve("missing"));
    container.create().succeeds();
  }

  @Test
  void aRefusedCreateLeavesTheFilesOfTheBundleAlone(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.args("/no/such/program"));
    List<String> before = HostFiles.names(container.bundle().rootfs());
    container.create().fails();
    assertThat(HostFiles.names(container.bundle().rootfs())).isEqualTo(before);
    assertThat(HostFiles.names(container.bundle().folder()))
        .containsExactly("config.json", "rootfs");
  }

  private static void assertRefused(Container container) {
    Outcome outcome = container.createFailsAndLeavesNothing();
    assertThat(outcome.stderr().strip().lines()).as(outcome::toString).hasSize(1);
  }

  private static void assertRunFails(Container container) {
    container.run().fails();
    assertThat(container.traces()).isEmpty();
  }

  private static Named<Consumer<Config>> bad(String name, Consumer<Config> edits) {
    return Named.of(name, edits);
  }
}
