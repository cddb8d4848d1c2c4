package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people get wrong, as containerd's shim and conmon hear of it: in the log, in an exit code,
 * and in the words by which Docker and Podman know what to tell their user and whether to end with
 * 126 or 127. The words are Go's for an errno, in lower case.
 */
@Conformance
class UserErrorsIT {

  private static final String NO_FILE = "no such file or directory";
  private static final String NOT_FOUND = "executable file not found in $PATH";
  private static final String DENIED = "permission denied";
  private static final String NO_FOLDER = "not a directory";

  static Stream<Arguments> wrongCommands() {
    return Stream.of(
        argumentSet("a path that is not there", "/nope", List.of("/nope", NO_FILE)),
        argumentSet("a relative path", "./nope", List.of("nope", NO_FILE)),
        argumentSet("a name that is not on the path", "nope", List.of("\"nope\"", NOT_FOUND)),
        argumentSet("nothing", "", List.of("\"\"", NOT_FOUND)),
        argumentSet("a file that is no program", "/opt/plain", List.of("/opt/plain", DENIED)),
        argumentSet("a folder", "/opt", List.of("/opt", DENIED)),
        argumentSet("a path below a file", "/opt/plain/x", List.of("/opt/plain/x", NO_FOLDER)));
  }

  @ParameterizedTest
  @MethodSource("wrongCommands")
  void aWrongCommandIsToldByCreateAndRun(String command, List<String> words, Sandbox sandbox) {
    Container container = container(sandbox, config -> config.args(command));
    assertLogged(sandbox, container, 1, words, "create", "--pid-file", "pid");
    assertLogged(sandbox, container, 1, words, "run");
    assertThat(container.traces()).isEmpty();
    assertThat(container.bundle().folder().resolve("pid")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("wrongCommands")
  void aWrongCommandIsToldByExec(String command, List<String> words, Sandbox sandbox) {
    Container container = container(sandbox, Config::sleeping).launch();
    Path process = HostFiles.write(sandbox.newPath("process"), process(command));
    List<String> exec = List.of("exec", "--process", process.toString(), "--pid-file", "pid");
    assertLogged(sandbox, container, 255, words, exec.toArray(String[]::new));
    List<String> detached = new ArrayList<>(exec);
    detached.add("--detach");
    assertLogged(sandbox, container, 255, words, detached.toArray(String[]::new));
    assertThat(container.bundle().folder().resolve("pid")).doesNotExist();
    assertThat(container.status()).isEqualTo("running");
  }

  private static String process(String command) {
    return "{\"args\": [\"" + command + "\"], \"cwd\": \"/\", \"env\": [\"PATH=/bin\"]}";
  }

  static Stream<Arguments> programsThatCannotBeExecuted() {
    return Stream.of(
        argumentSet("of another architecture", "/opt/foreign", "exec format error"),
        argumentSet("a text without an interpreter", "/opt/text", "exec format error"),
        argumentSet("an empty file", "/opt/empty", "exec format error"),
        argumentSet("a script whose interpreter is missing", "/opt/script", NO_FILE));
  }

  @ParameterizedTest
  @MethodSource("programsThatCannotBeExecuted")
  void whyAProgramCannotBeExecutedIsToldAtTheLatestByItsOutput(
      String program, String words, Sandbox sandbox) {
    Container container = container(sandbox, config -> config.args(program));
    Outcome run = container.run();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.stderr()).contains(program, words);
    Container other = container(sandbox, Config::sleeping).launch();
    Outcome exec = other.exec(program);
    assertThat(exec.exitCode()).isIn(1, 255);
    assertThat(exec.stderr()).contains(program, words);
  }

  /** Someone may have registered an emulator there: docker run --platform counts on it. */
  @Test
  void aProgramOfAnotherArchitectureIsLeftToTheKernelWhereItMayKnowHowToRunIt(Sandbox sandbox) {
    Path formats = Path.of("/proc/sys/fs/binfmt_misc");
    assumeTrue(Files.isDirectory(formats), "a kernel without binfmt_misc");
    Path registered = sandbox.newFolder();
    HostFiles.write(registered.resolve("status"), "enabled\n");
    HostFiles.write(registered.resolve("qemu-s390x"), "enabled\n");
    String show = "mount --bind " + registered + " " + formats + " && exec \"$@\"";
    Container container = container(sandbox, config -> config.args("/opt/foreign"));
    container
        .make(container.making("create").through("unshare", "-m", "sh", "-c", show, "sh"))
        .await()
        .succeeds();
  }

  static Stream<Arguments> wrongMounts() {
    return Stream.of(
        argumentSet("a source that is missing", "/m", "/nope", List.of("/nope", NO_FILE)),
        argumentSet("a folder on a file", "/opt/plain", "/tmp", List.of("/tmp", NO_FOLDER)),
        argumentSet("a file on a folder", "/opt", "/etc/passwd", List.of("passwd", NO_FOLDER)),
        argumentSet("below a file", "/opt/plain/x", "/tmp", List.of("/opt/plain/x", NO_FOLDER)));
  }

  @ParameterizedTest
  @MethodSource("wrongMounts")
  void aWrongVolumeIsTold(String at, String source, List<String> words, Sandbox sandbox) {
    Container container = container(sandbox, config -> config.bind(at, source, "rbind"));
    assertLogged(sandbox, container, 1, words, "create");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aFileSystemOnAFileIsTold(Sandbox sandbox) {
    Container container =
        container(sandbox, config -> config.mount("/opt/plain", "tmpfs", "tmpfs", "mode=755"));
    assertLogged(sandbox, container, 1, List.of("/opt/plain", NO_FOLDER), "create");
  }

  @Test
  void aFileSystemWithACopyOnAFileIsTold(Sandbox sandbox) {
    Container container =
        container(sandbox, config -> config.mount("/opt/plain", "tmpfs", "tmpfs", "tmpcopyup"));
    assertLogged(sandbox, container, 1, List.of("/opt/plain", NO_FOLDER), "create");
  }

  @Test
  void aWrongOptionOfAMountIsTold(Sandbox sandbox) {
    Container container =
        container(sandbox, config -> config.mount("/m", "tmpfs", "tmpfs", "size=nope"));
    assertLogged(sandbox, container, 1, List.of("/m", "size=nope", "invalid argument"), "create");
  }

  @Test
  void aWorkingDirectoryThatIsAFileIsTold(Sandbox sandbox) {
    Container container = container(sandbox, c -> c.set("/process/cwd", "/opt/plain"));
    assertLogged(sandbox, container, 1, List.of("/opt/plain", NO_FOLDER), "create");
    Container other = container(sandbox, Config::sleeping).launch();
    Outcome exec = other.executing(List.of("--cwd", "/opt/plain"), "true").execute().exits(255);
    assertThat(exec.stderr()).contains("/opt/plain", NO_FOLDER);
  }

  @Test
  void aUserByNameIsTold(Sandbox sandbox) {
    Container container = container(sandbox, Config::sleeping).launch();
    Outcome exec = container.executing(List.of("--user", "nobody"), "true").execute().exits(255);
    assertThat(exec.stderr()).contains("nobody");
  }

  @Test
  void aHookThatFailsIsToldWithWhatItSaid(Sandbox sandbox) {
    Map<String, Object> hook =
        Map.of("path", "/bin/sh", "args", List.of("sh", "-c", "echo no network >&2; exit 3"));
    Container container =
        container(sandbox, config -> config.set("/hooks/prestart", List.of(hook)));
    assertLogged(sandbox, container, 1, List.of("no network", "3"), "create");
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"update", "start", "exec"})
  void anUnknownContainerIsOneObjectInTheLog(String command, Sandbox sandbox) {
    List<String> line = new ArrayList<>(List.of(command, sandbox.newId()));
    if (command.equals("exec")) {
      line.add("true");
    }
    Path log = sandbox.newPath("log");
    logging(sandbox, log, line).execute().exits(command.equals("exec") ? 255 : 1);
    assertThat(entry(log).path("msg").asText()).contains("does not exist");
  }

  @Test
  void aWrongCallIsOneObjectInTheLog(Sandbox sandbox) {
    for (List<String> line : List.of(List.of("kill"), List.of("bogus"), List.of("create", "--x"))) {
      Path log = sandbox.newPath("log");
      Outcome outcome = logging(sandbox, log, line).execute();
      assertThat(outcome.exitCode()).as(outcome::toString).isNotZero();
      assertThat(entry(log).path("level").asText()).isEqualTo("error");
    }
  }

  /** Podman asks for the help of a command to know whether it is there. */
  @Test
  @OnlyFor("jrunc")
  void checkpointsAreRefusedClearlyAndTheContainerGoesOn(Sandbox sandbox) {
    Container container = container(sandbox, Config::sleeping).launch();
    List<String> words = List.of("checkpoints are not supported");
    String folder = sandbox.newFolder().toString();
    String[] image = {"--image-path", folder, "--work-path", folder};
    assertLogged(sandbox, container, 1, words, with("checkpoint", image, "--leave-running"));
    assertLogged(sandbox, container, 1, words, with("restore", image, "--detach", "-no-subreaper"));
    sandbox.runtime().command("checkpoint", "--help").execute().failsSaying("not supported");
    Outcome asked = sandbox.runtime().command("restore", "--lsm-mount-context").execute().fails();
    assertThat(asked.stderr()).doesNotContain("flag needs an argument");
    assertThat(container.status()).isEqualTo("running");
  }

  private static String[] with(String command, String[] options, String... more) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(options));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  /** A container whose /opt has things that can't be executed. */
  private static Container container(Sandbox sandbox, Consumer<Config> edits) {
    Container container = sandbox.container(edits);
    Path opt = container.bundle().rootfs().resolve("opt");
    HostFiles.mode(HostFiles.write(opt.resolve("plain"), "text"), "0644");
    HostFiles.mode(HostFiles.write(opt.resolve("text"), "echo hello\n"), "0755");
    HostFiles.mode(HostFiles.write(opt.resolve("empty"), ""), "0755");
    HostFiles.mode(HostFiles.write(opt.resolve("script"), "#!/no/such/interpreter\n"), "0755");
    try {
      byte[] elf = Files.readAllBytes(container.bundle().rootfs().resolve("bin/busybox"));
      elf[18] = (byte) 0x16; // e_machine: s390
      Path foreign = HostFiles.write(opt.resolve("foreign"), "");
      HostFiles.mode(Files.write(foreign, elf), "0755");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return container;
  }

  /** A call as the shim makes it: in the bundle, with a log in JSON, the id last. */
  private static void assertLogged(
      Sandbox sandbox, Container container, int code, List<String> words, String... line) {
    Path log = sandbox.newPath("log");
    List<String> all = new ArrayList<>(List.of(line));
    all.add(container.id());
    Outcome outcome =
        logging(sandbox, log, all).in(container.bundle().folder()).execute().exits(code);
    JsonNode entry = entry(log);
    assertThat(entry.path("level").asText()).isEqualTo("error");
    assertThat(OffsetDateTime.parse(entry.path("time").asText())).isNotNull();
    assertThat(entry.path("msg").asText()).contains(words);
    assertThat(outcome.stderr()).contains(entry.path("msg").asText());
  }

  private static Command logging(Sandbox sandbox, Path log, List<String> line) {
    List<String> all = new ArrayList<>(List.of("--log", log.toString(), "--log-format", "json"));
    all.addAll(line);
    return sandbox.runtime().command(all.toArray(String[]::new));
  }

  /** Podman reads the whole file as one object. */
  private static JsonNode entry(Path log) {
    String text = HostFiles.read(log);
    assertThat(text.lines()).as(text).hasSize(1);
    return Json.parse(text);
  }
}
