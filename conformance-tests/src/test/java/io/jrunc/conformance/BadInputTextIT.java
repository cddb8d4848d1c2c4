package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What jrunc's errors say beyond those of its peers: the operation, the field and the reason. */
@Conformance
@OnlyFor("jrunc")
class BadInputTextIT {

  static Stream<Arguments> badConfigs() {
    return Stream.of(
        bad("no ociVersion", c -> c.remove("/ociVersion"), "ociVersion"),
        bad("a major version", c -> c.set("/ociVersion", "2.0.0"), "ociVersion", "2.0.0"),
        bad("no root", c -> c.remove("/root"), "root"),
        bad("root is missing", c -> c.set("/root/path", "nowhere"), "root", "nowhere"),
        bad("root is a file", c -> c.set("/root/path", "config.json"), "root", "config.json"),
        bad("no args", c -> c.remove("/process/args"), "process", "args"),
        bad("a relative cwd", c -> c.set("/process/cwd", "tmp"), "process", "cwd", "tmp"),
        bad("a wrong type", c -> c.set("/process/user/uid", "0"), "process", "user", "uid"),
        bad("twice a namespace", c -> c.namespace("uts"), "namespaces", "uts"),
        bad("a namespace's path", c -> c.namespaceAt("ipc", "/nope"), "namespaces", "/nope"),
        bad("a mount's source", c -> c.bind("/m", "/nope", "bind"), "mounts", "4", "/nope"),
        bad("a mount's option", c -> c.mount("/m", "tmpfs", "t", "nope=1"), "mounts", "4", "nope"),
        bad("a mount's type", c -> c.mount("/m", "nopefs", "t"), "mounts", "4", "nopefs"),
        bad(
            "a group above",
            c -> c.set("/linux/cgroupsPath", "/a/../../b"),
            "cgroupsPath",
            "/../b"),
        bad("a group beside", c -> c.set("/linux/cgroupsPath", "../b"), "cgroupsPath", "above"),
        bad("the root group", c -> c.set("/linux/cgroupsPath", "/a/.."), "cgroupsPath", "root"),
        bad("a sysctl", c -> c.set("/linux/sysctl", Map.of("vm.nope", "1")), "sysctl", "vm.nope"),
        bad("a limit", c -> c.add("/process/rlimits", rlimit()), "rlimits", "0", "RLIMIT_NOPE"),
        bad("a missing program", c -> c.args("/nope"), "process", "args", "/nope"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badConfigs")
  void aRefusalNamesTheOperationTheFieldAndTheReason(
      Consumer<Config> edits, List<String> words, Sandbox sandbox) {
    Container container = sandbox.container(edits);
    assertSays(container, container.create(), words);
  }

  @Test
  void aMissingConfigJsonIsNamed(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.delete(container.bundle().configFile());
    assertSays(container, container.create(), List.of("config.json", "no such file or directory"));
  }

  @Test
  void aBrokenConfigJsonIsNamedWithTheLine(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.write(container.bundle().configFile(), "{\n\"ociVersion\": }");
    assertSays(container, container.create(), List.of("config.json", "line", "2"));
  }

  @Test
  void aKeyThatIsThereTwiceIsNamed(Sandbox sandbox) {
    Container container = sandbox.container();
    HostFiles.write(container.bundle().configFile(), "{\"hostname\": \"a\", \"hostname\": \"b\"}");
    assertSays(container, container.create(), List.of("/hostname", "twice"));
  }

  @Test
  void aProgramOfAnotherArchitectureIsNamedByCreate(Sandbox sandbox) throws IOException {
    Container container = sandbox.container(c -> c.args("/opt/foreign"));
    byte[] elf = Files.readAllBytes(container.bundle().rootfs().resolve("bin/busybox"));
    elf[18] = (byte) 0xfe;
    elf[19] = (byte) 0xca;
    Path file = HostFiles.write(container.bundle().rootfs().resolve("opt/foreign"), "");
    Files.write(file, elf);
    HostFiles.mode(file, "0755");
    assertSays(container, container.create(), List.of("/opt/foreign", "machine"));
  }

  @Test
  void aMissingInterpreterIsNamedByCreate(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.args("/opt/script"));
    Path script = container.bundle().rootfs().resolve("opt/script");
    HostFiles.mode(HostFiles.write(script, "#!/no/such/interpreter\n"), "0755");
    assertSays(
        container,
        container.create(),
        List.of("/opt/script", "/no/such/interpreter", "no such file"));
  }

  private static void assertSays(Container container, Outcome outcome, List<String> words) {
    outcome.exits(1);
    assertThat(outcome.stderr().strip().lines()).as(outcome::toString).hasSize(1);
    assertThat(outcome.stderr()).as(outcome::toString).contains("create " + container.id());
    for (String word : words) {
      assertThat(outcome.stderr()).as(outcome::toString).contains(word);
    }
    assertThat(container.traces()).isEmpty();
  }

  private static Map<String, Object> rlimit() {
    return Map.of("type", "RLIMIT_NOPE", "soft", 1, "hard", 1);
  }

  private static Arguments bad(String name, Consumer<Config> edits, String... words) {
    return Arguments.argumentSet(name, edits, List.of(words));
  }
}
