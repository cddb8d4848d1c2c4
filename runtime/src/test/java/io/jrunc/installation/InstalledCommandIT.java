package io.jrunc.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.installation.StandIn.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What bin/jrunc hands to the JVM, seen by a script in the JVM's place. Needs perl and coreutils'
 * env.
 */
class InstalledCommandIT {
  private static final Path INSTALLATION = Path.of(System.getProperty("jrunc.installation", ""));
  private static final String JRUNC = INSTALLATION.resolve("bin/jrunc").toString();

  private static final String CALLER = "-Dio.jrunc.caller=";

  private static final int HUP = 1;
  private static final int USR1 = 10;
  private static final int SEGV = 11;
  private static final int TERM = 15;
  private static final int CHLD = 17;

  @TempDir Path folder;
  private StandIn teller;

  @BeforeEach
  void makeTheTeller() throws IOException {
    teller =
        StandIn.of(
            folder,
            """
            #!/usr/bin/perl
            open my $out, '>&', STDOUT;
            open $out, '>', $ENV{ANSWER} if $ENV{ANSWER};
            print $out "argument $_\\n" for @ARGV;
            print $out "fd $_ is ", readlink("/proc/self/fd/$_"), "\\n" for 0 .. 2;
            print $out "directory ", readlink("/proc/self/cwd"), "\\n";
            print $out "variable $_=$ENV{$_}\\n" for keys %ENV;
            open my $status, '<', '/proc/self/status';
            print $out grep /^Sig/, <$status>;
            exit 42;
            """);
  }

  private Result jrunc(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = JRUNC;
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return teller.run(folder, Map.of(), line);
  }

  @Test
  void argumentsAndTheExitCodePassUnchanged() {
    Result result = jrunc("state", "ü x", "@file", "-XX:y");
    assertThat(result.output())
        .contains(
            """
            argument io.jrunc.cli.Main
            argument state
            argument ü x
            argument @file
            argument -XX:y
            """);
    assertThat(result.code()).isEqualTo(42);
    assertThat(result.error()).isEmpty();
  }

  @Test
  void theCallersSignalsAreToldAndSigchldIsNotIgnored() {
    String told = signals("--block-signal=HUP", "--ignore-signal=USR1,CHLD", "state").output();
    assertThat(bits(told, CALLER)).contains(HUP);
    assertThat(bits(told, CALLER + "[^,]*,")).contains(USR1, CHLD).doesNotContain(HUP);
    assertThat(bits(told, "SigBlk:\t")).contains(HUP).doesNotContain(TERM);
    assertThat(bits(told, "SigIgn:\t")).contains(USR1).doesNotContain(CHLD);
  }

  @Test
  void aForegroundContainersSignalsWaitForJava() {
    String told = signals("--block-signal=HUP", "--ignore-signal=USR1", "run").output();
    assertThat(bits(told, CALLER)).contains(HUP).doesNotContain(TERM);
    assertThat(bits(told, "SigBlk:\t")).contains(HUP, USR1, TERM, CHLD).doesNotContain(SEGV);
  }

  /** Whoever runs the tests may ignore signals himself, as nohup(1) does. */
  private Result signals(String blocked, String ignored, String command) {
    return teller.run(
        folder, Map.of(), "/usr/bin/env", "--default-signal", blocked, ignored, JRUNC, command);
  }

  /** The signals of a hexadecimal mask in the form of /proc/PID/status. */
  private static List<Integer> bits(String text, String prefix) {
    Matcher number = Pattern.compile(prefix + "([0-9a-f]+)").matcher(text);
    assertThat(number.find()).as("%s in %s", prefix, text).isTrue();
    long mask = Long.parseUnsignedLong(number.group(1), 16);
    return IntStream.rangeClosed(1, 64).filter(n -> (mask >>> (n - 1) & 1) == 1).boxed().toList();
  }

  @Test
  void missingDescriptorsAreDevNull() throws IOException {
    Path answer = folder.resolve("answer");
    String line = "ANSWER=" + answer + " exec " + JRUNC + " state 0<&- 1<&- 2<&-";
    teller.run(folder, Map.of(), "/bin/sh", "-c", line);
    assertThat(answer)
        .content()
        .contains("fd 0 is /dev/null\n", "fd 1 is /dev/null\n", "fd 2 is /dev/null\n");
  }

  @Test
  void jvmOptionsInTheEnvironmentAreDroppedAndTheRestStays() {
    Map<String, String> environment =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Xone",
            "_JAVA_OPTIONS", "-Xtwo",
            "JDK_JAVA_OPTIONS", "-Xthree",
            "XDG_RUNTIME_DIR", "/run/me");
    Result result = teller.run(folder, environment, JRUNC, "state");
    assertThat(result.output())
        .doesNotContain("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")
        .contains("variable XDG_RUNTIME_DIR=/run/me\n");
  }

  @Test
  void aRemovedDirectoryIsLeftAndTold() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    String line = "cd " + gone + " && rmdir " + gone + " && exec " + JRUNC + " state";
    Result result = teller.run(folder, Map.of(), "/bin/sh", "-c", line);
    assertThat(result.output()).containsPattern(CALLER + ".*,removed\n").contains("directory /\n");
  }

  @Test
  void aSymlinkLeadsToTheInstallation() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("runc"), Path.of(JRUNC));
    int code = teller.run(folder, Map.of(), link.toString(), "state").code();
    Files.delete(link);
    assertThat(code).isEqualTo(42);
  }

  @Test
  void aJavaThatIsMissingIsNamedInOneLine() {
    Result result = new StandIn(Path.of("/nope/java")).run(folder, Map.of(), JRUNC, "state");
    assertThat(result.error())
        .isEqualTo("jrunc: JRUNC_JAVA: /nope/java: no such file or directory\n");
    assertThat(result.code()).isEqualTo(1);
  }

  /** There is no other JVM in this mount namespace, and what the script stands for is unknown. */
  @Test
  void aScriptThatStartsSomeJavaIsTakenWhereThereIsNoOther() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path java = programs.resolve("java");
    Files.writeString(java, "#!" + folder + "/busybox sh\necho a script; exit 7\n");
    Files.copy(Path.of("/bin/busybox"), folder.resolve("busybox"));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    String line =
        "unset JRUNC_JAVA; mount --bind %s /usr/lib/jvm && mount --bind %s /usr/bin && exec %s list";
    Result result =
        teller.run(
            folder,
            Map.of("PATH", "/usr/bin:/bin"),
            "/usr/bin/unshare",
            "--mount",
            "/bin/sh",
            "-c",
            line.formatted(none, programs, JRUNC));
    assertThat(result.error()).isEmpty();
    assertThat(result.output()).isEqualTo("a script\n");
    assertThat(result.code()).isEqualTo(7);
  }
}
