package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a client shows to a user who errs: what is wrong, in the runtime's words, and the exit code
 * that scripts look at. What the clients find themselves isn't here.
 */
@Clients
class BadInputThroughClientsIT {
  private static final String NO_FILE = "no such file or directory";
  private static final String NOT_FOUND = "executable file not found in $PATH";
  private static final String DENIED = "permission denied";
  private static final String NO_FOLDER = "not a directory";
  private static final String INVALID = "invalid argument";
  private static final String HINT = "Are you trying to mount a directory onto a file";

  /** A folder of the machine with what can't be executed. */
  private static final Path ODD = Path.of("/srv/odd");

  @BeforeAll
  static void makeOddThings() throws Exception {
    HostFiles.mode(HostFiles.write(ODD.resolve("text"), "echo hello\n"), "0755");
    HostFiles.mode(HostFiles.write(ODD.resolve("script"), "#!/no/interpreter\n"), "0755");
    byte[] elf = Files.readAllBytes(Path.of("/bin/busybox"));
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putShort(18, (short) 22); // s390
    HostFiles.mode(Files.write(HostFiles.write(ODD.resolve("foreign"), ""), elf), "0755");
    HostFiles.write(ODD.resolve("action"), "{\"defaultAction\":\"SCMP_ACT_NOPE\"}");
    HostFiles.write(
        ODD.resolve("machine"),
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_NOPE\"]}");
  }

  /** Options, the command, Docker's exit code, what it says. */
  static Stream<Arguments> wrongCalls() {
    return Stream.of(
        call("a path that is not there", "", "/nope", 127, "\"/nope\"", NO_FILE),
        call("a name that is not on the path", "", "nope", 127, "\"nope\"", NOT_FOUND),
        call("a folder", "", "/etc", 126, "\"/etc\"", DENIED),
        call("a file that is no program", "", "/etc/passwd", 126, "\"/etc/passwd\"", DENIED),
        call("a path below a file", "", "/etc/passwd/x", 125, "/etc/passwd/x", NO_FOLDER),
        call("a file on a folder", "-v /etc/passwd:/etc", "true", 125, "/etc", NO_FOLDER, HINT),
        call("a folder on a file", "-v /srv:/etc/passwd", "true", 125, "passwd", NO_FOLDER, HINT),
        call("below a file", "-v /srv:/etc/passwd/x", "true", 125, "passwd/x", NO_FOLDER, HINT),
        call(
            "a file system on a file",
            "--mount type=tmpfs,target=/etc/passwd",
            "true",
            125,
            "/etc/passwd",
            NO_FOLDER),
        call("something else on /proc", "-v /srv:/proc", "true", 125, "/proc", "mounted"),
        call("inside /proc", "-v /srv:/proc/self", "true", 125, "/proc"),
        call("a wrong option", "--tmpfs /x:size=nope", "true", 125, "/x", "size=nope", INVALID),
        call(
            "no such parameter", "--sysctl net.ipv4.nope=1", "true", 127, "net/ipv4/nope", NO_FILE),
        call(
            "a wrong value",
            "--sysctl net.ipv4.ip_forward=nope",
            "true",
            125,
            "net/ipv4/ip_forward",
            INVALID),
        call(
            "a parameter of the host",
            "--ipc host --sysctl kernel.shmmax=1",
            "true",
            125,
            "kernel.shmmax",
            "namespace"),
        call(
            "a limit too high",
            "--ulimit nofile=2000000000",
            "true",
            125,
            "operation not permitted"),
        call("a name too long", "--hostname " + "x".repeat(70), "true", 125, "hostname"),
        call(
            "no such action of seccomp",
            "--security-opt seccomp=" + ODD + "/action",
            "true",
            125,
            "SCMP_ACT_NOPE",
            "seccomp"),
        call(
            "no such machine of seccomp",
            "--security-opt seccomp=" + ODD + "/machine",
            "true",
            125,
            "SCMP_ARCH_NOPE",
            "seccomp"));
  }

  private static Arguments call(
      String name, String options, String command, int code, String... words) {
    List<String> split = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    return argumentSet(name, split, command, code, List.of(words));
  }

  @ParameterizedTest
  @MethodSource("wrongCalls")
  void dockerRunSaysWhatIsWrong(
      List<String> options, String command, int code, List<String> words) {
    Outcome outcome = Dockerd.shared().run(options, command).exits(code);
    assertThat(outcome.stderr()).contains(words);
  }

  /** Runc's container begins and fails; what counts is that its user is told. */
  @ParameterizedTest
  @MethodSource("programsThatCannotBeExecuted")
  void dockerRunSaysWhyAProgramCannotBeExecuted(String program, String words) {
    Outcome outcome =
        Dockerd.shared().run(List.of("--volume", ODD + ":/odd:ro"), "/odd/" + program);
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.stderr() + outcome.stdout()).contains("/odd/" + program, words);
  }

  static Stream<Arguments> programsThatCannotBeExecuted() {
    return Stream.of(
        argumentSet("of another architecture", "foreign", "exec format error"),
        argumentSet("a text without an interpreter", "text", "exec format error"),
        argumentSet("a script whose interpreter is missing", "script", NO_FILE));
  }

  @Test
  @AlsoToday
  void dockerExecSaysWhatIsWrongAndTheContainerGoesOn() {
    Dockerd docker = Dockerd.shared();
    String container = docker.start(List.of(), "sleep", "1000");
    exec(List.of(container, "/nope"), "\"/nope\"", NO_FILE);
    exec(List.of(container, "nope"), "\"nope\"", NOT_FOUND);
    exec(List.of(container, "/etc"), "\"/etc\"", DENIED);
    exec(List.of("--workdir", "/nope", container, "true"), "/nope", NO_FILE);
    exec(List.of("--workdir", "/etc/passwd", container, "true"), "/etc/passwd", NO_FOLDER);
    assertThat(docker.inspect(container, ".State.Status")).isEqualTo("running");
    docker.remove(container);
  }

  private static void exec(List<String> line, String... words) {
    List<String> all = new ArrayList<>(List.of("exec"));
    all.addAll(line);
    Outcome outcome = Dockerd.shared().docker(all.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome::toString).isIn(126, 127);
    assertThat(outcome.stderr() + outcome.stdout()).contains(words);
  }

  @Test
  @AlsoToday
  void ctrSaysWhatIsWrong() {
    ctr(List.of(), List.of("/nope"), "\"/nope\"", NO_FILE);
    ctr(List.of(), List.of("nope"), "\"nope\"", NOT_FOUND);
    ctr(List.of(), List.of("/etc"), "\"/etc\"", DENIED);
    ctr(List.of("--cwd", "/etc/passwd"), List.of("true"), "/etc/passwd", NO_FOLDER);
    String nowhere = "type=bind,src=/nowhere,dst=/x,options=rbind";
    ctr(List.of("--mount", nowhere), List.of("true"), "/nowhere", NO_FILE);
    ctr(List.of("--with-ns", "network:/nowhere"), List.of("true"), "/nowhere", NO_FILE);
  }

  private static void ctr(List<String> options, List<String> command, String... words) {
    List<String> line = new ArrayList<>(List.of("--rm"));
    line.addAll(options);
    line.addAll(List.of(Containerd.BOX, Machine.newName()));
    line.addAll(command);
    Outcome outcome = Containerd.shared().run(line.toArray(String[]::new)).run().exits(1);
    assertThat(outcome.stderr()).contains(words);
  }
}
