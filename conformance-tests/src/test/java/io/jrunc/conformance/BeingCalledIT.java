package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever calls a runtime may be in any state: without standard streams, in a folder that is gone,
 * with an odd environment, umask or limit. None of it is in the way, and none of it gets into the
 * container.
 */
@Conformance
class BeingCalledIT {

  private static final String ENVIRONMENT = "PATH=/sbin:/bin\nHOME=/root\n";

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<&-",
        ">&-",
        "2>&-",
        "<&- >&-",
        "<&- 2>&-",
        ">&- 2>&-",
        "<&- >&- 2>&-",
      })
  void closedStandardStreams(String closed, Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.making("create").through(shell(closed)).execute().succeeds();
    assertThat(Host.openFiles(container.pid())).contains("0", "1", "2");
    container.command("start").through(shell(closed)).execute().succeeds();
    assertThat(container.awaitStatus("running").exec("true").exitCode()).isZero();
    assertThat(Host.openFiles(container.pid())).containsExactly("0", "1", "2");
    container.command("delete", "--force").through(shell(closed)).execute().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  private static String[] shell(String redirection) {
    return new String[] {"sh", "-c", "exec \"$@\" " + redirection, "sh"};
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -XX:+NoSuchOption",
    "_JAVA_OPTIONS, -XX:+NoSuchOption",
    "JDK_JAVA_OPTIONS, -XX:+NoSuchOption",
    "JAVA_HOME, /no/such/folder",
    "CLASSPATH, /no/such/folder",
    "LD_LIBRARY_PATH, /no/such/folder",
    "LC_ALL, no_SUCH.LANGUAGE",
    "LANG, de_DE.ISO-8859-1",
    "TMPDIR, /no/such/folder",
    "HOME, /no/such/folder",
    "PATH, /no/such/folder",
    "XDG_RUNTIME_DIR, ''",
    "_OCI_SYNCPIPE, 3", // podman's, for a pipe that is closed
    "GOMAXPROCS, 2",
  })
  void variablesOfTheCaller(String name, String value, Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("env"));
    Command run = container.making("run").env(name, value);
    assertQuiet(run.execute(), ENVIRONMENT);
    Container other = sandbox.container(Config::sleeping).launch();
    Outcome ps = other.command("ps", "--format", "json").env(name, value).execute();
    assertThat(Json.parse(ps.succeeds().stdout()).toString()).isEqualTo("[" + other.pid() + "]");
    assertThat(ps.stderr()).isEmpty();
    Outcome exec = other.executing(List.of(), "env").env(name, value).execute();
    assertQuiet(exec, ENVIRONMENT);
  }

  private static void assertQuiet(Outcome outcome, String expected) {
    outcome.succeeds();
    assertThat(outcome.stdout()).isEqualTo(expected);
    assertThat(outcome.stderr()).isEmpty();
  }

  @ParameterizedTest(name = "LC_ALL={0}")
  @ValueSource(strings = {"C", "POSIX", "de_DE.ISO-8859-1", "no_SUCH"})
  void namesThatAreNotAsciiInEveryLanguage(String language, Sandbox sandbox) {
    Path bundle = sandbox.newPath("bündel-箱");
    Container container = sandbox.container(config -> config.sh("echo Grüße; cat /süß/файл"));
    HostFiles.symlink(bundle, container.bundle().folder().toString());
    HostFiles.write(container.bundle().rootfs().resolve("süß/файл"), "found");
    Outcome outcome =
        container
            .command("run", "--bundle", bundle.toString())
            .env("LC_ALL", language)
            .execute()
            .succeeds();
    assertThat(outcome.stdout()).isEqualTo("Grüße\nfound");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"0", "0777", "0077"})
  void anyUmask(String umask, Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("umask; : >/tmp/made; sleep 1000"));
    container.launch(create -> create.after("umask " + umask)).awaitWritten("\n");
    assertThat(container.written()).isEqualTo("0022\n");
    Path made = container.bundle().rootfs().resolve("tmp/made");
    Await.until("the file", () -> Files.exists(made));
    assertThat(mode(sandbox, made)).isEqualTo("644");
    Command exec = container.executing(List.of(), "true").after("umask " + umask);
    exec.execute().succeeds();
    container.command("delete", "--force").after("umask " + umask).execute().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"0", "0777"})
  void anyUmaskOfAnOrdinaryUser(String umask, Sandbox all) {
    Sandbox sandbox = all.asUser();
    Container container = sandbox.container(Config::sleeping);
    container.making("create").after("umask " + umask).execute().succeeds();
    container.start().succeeds();
    container.delete("--force").succeeds();
  }

  @Test
  void aLogIsForOthersToReadAtMostWhateverTheUmask(Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    String line = log.toString();
    sandbox.runtime().command("--log", line, "state", "none").after("umask 0").execute().fails();
    assertThat(mode(sandbox, log)).isEqualTo("644");
  }

  private static String mode(Sandbox sandbox, Path file) {
    return sandbox.program("stat", "-c", "%a", file.toString()).execute().stdout().strip();
  }

  @Test
  void aWorkingDirectoryThatIsRemoved(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("pwd"));
    String gone = sandbox.newFolder().toString();
    String leave = "cd " + gone + " && rmdir " + gone;
    Outcome outcome = container.making("run").after(leave).execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("/\n");
    String other = sandbox.newFolder().toString();
    Command features = sandbox.runtime().command("features");
    Outcome told = features.after("cd " + other + " && rmdir " + other).execute().succeeds();
    assertThat(told.stderr()).isEmpty();
  }

  @Test
  void aWorkingDirectoryThatItsUserMayNotEnter(Sandbox all) {
    Sandbox sandbox = all.asUser();
    Container container = sandbox.container(config -> config.sh("pwd"));
    String closed = sandbox.newFolder().toString();
    Outcome outcome =
        container.making("run").after("cd " + closed + " && chmod 0 " + closed).execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("/\n");
  }

  @ParameterizedTest(name = "ulimit {0}")
  @ValueSource(
      strings = {
        "-n 32",
        "-s 256",
        "-c 0",
        "-c unlimited",
        "-l 0",
        "-q 0",
        "-t 20",
        "-v 2000000",
        "-i 0",
        "-x 0",
        "-f 100",
      })
  void lowLimits(String limit, Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    Command run =
        container.making("run").through("bash", "-c", "ulimit " + limit + "; exec \"$@\"", "-");
    assertQuiet(run.execute(), "ran\n");
  }

  @Test
  void aUserWithFewProcesses(Sandbox all) {
    Sandbox sandbox = all.asUser();
    Container container = sandbox.container(config -> config.sh("echo ran"));
    Command run = container.making("run").through("bash", "-c", "ulimit -u 50; exec \"$@\"", "-");
    assertQuiet(run.execute(), "ran\n");
  }

  @Test
  void aLimitThatTheStateDoesNotFitIn(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    String limit = "ulimit -f 1; exec \"$@\" 2>/dev/null";
    Outcome outcome = container.making("create").through("bash", "-c", limit, "-").execute();
    if (outcome.exitCode() == 0) { // whoever has written it for the caller has no such limit
      assertThat(container.status()).isEqualTo("created");
    }
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aFolderForTemporaryFilesThatIsReadOnly(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    Path session = Path.of("/").resolve(sandbox.newPath("x").subpath(0, 2));
    String readOnly =
        "for d in /tmp /var/tmp /dev/shm; do"
            + " mount --bind $d $d && mount -o remount,bind,ro $d || exit 125; done;"
            + (" mount --bind " + session + " " + session)
            + (" && mount -o remount,bind,rw " + session + " || exit 125; exec \"$@\"");
    Command run =
        container
            .making("run")
            .through("unshare", "-m", "--propagation", "private", "sh", "-c", readOnly, "sh");
    assertQuiet(run.execute(), "ran\n");
  }

  @Test
  void signalsThatTheCallerIgnores(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    String ignore = "trap '' PIPE CHLD TERM INT HUP USR1 QUIT";
    container.launch(create -> create.after(ignore));
    assertThat(Host.status(container.pid())).containsEntry("SigIgn", "0".repeat(16));
    Command exec = container.executing(List.of(), "grep", "SigIgn", "/proc/self/status");
    assertThat(exec.after(ignore).execute().succeeds().stdout()).contains("0".repeat(16));
    container.command("delete", "--force").after(ignore).execute().succeeds();
  }

  @Test
  void signalsThatTheCallerBlocks(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    String block = "--block-signal=CHLD,TERM,INT,PIPE,USR1";
    assertQuiet(container.making("run").through("env", block).execute(), "ran\n");
    Container other = sandbox.container(Config::sleeping);
    other.launch(create -> create.through("env", block));
    other.command("kill").through("env", block).execute().succeeds();
    other.command("delete", "--force").through("env", block).execute().succeeds();
  }

  @Test
  void aParentThatDiesAtOnce(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Command create = container.making("create").through("sh", "-c", "\"$@\" &", "sh");
    create.execute().succeeds();
    Await.until("the container", () -> container.askState().stdout().contains("created"));
    container.start().succeeds();
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void aRuntimeThatIsToDieWithItsParentButNotTheContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    String[] dying = {"sh", "-c", "setpriv --pdeathsig KILL \"$@\"; exit $?", "sh"};
    container.launch(create -> create.through(dying));
    Command exec = container.executing(List.of("--detach"), "sleep", "1001");
    exec.through(dying).execute().succeeds();
    assertThat(container.status()).isEqualTo("running");
    assertThat(container.command("ps", "-f", "json").execute().stdout()).contains(",");
  }

  @Test
  void priorityPolicyAndScoreOfTheCallerAreThoseOfTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    String score = "echo 321 >/proc/self/oom_score_adj";
    container.launch(create -> create.after(score).through("nice", "-n", "7", "chrt", "-b", "0"));
    String stat = Host.read(container.pid(), "stat");
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    assertThat(fields.get(16)).as("nice: " + stat).isEqualTo("7");
    assertThat(fields.get(38)).as("policy: " + stat).isEqualTo("3");
    assertThat(Host.read(container.pid(), "oom_score_adj")).isEqualTo("321\n");
  }

  @Test
  void theProgramLeadsASessionOfItsOwn(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.through("setsid"));
    String stat = Host.read(container.pid(), "stat");
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    String pid = Long.toString(container.pid());
    assertThat(fields.subList(2, 5)).as(stat).containsExactly(pid, pid, "0");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "-", "some thing", "/no/such/program"})
  void anyNameOfTheCallItself(String name, Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ran"));
    String exec = "exec -a '" + name + "' \"$@\"";
    assertQuiet(container.making("run").through("bash", "-c", exec, "-").execute(), "ran\n");
  }

  @Test
  void aRelativePathAndANameOnThePath(Sandbox sandbox) {
    Path program = sandbox.runtime().executable();
    Path folder = HostFiles.folder(sandbox.newPath("bin"));
    HostFiles.symlink(folder.resolve("called"), program.toString());
    List<Command> commands =
        List.of(
            sandbox.program("./called", "--version").in(folder),
            sandbox.program("/bin/sh", "-c", "called --version").env("PATH", folder.toString()));
    for (Command command : commands) {
      assertThat(command.execute().succeeds().stdout()).contains(" version ");
    }
  }

  @Test
  void outputThatNobodyTakesIsAFailureAndNoHang(Sandbox sandbox) {
    Outcome full =
        sandbox
            .runtime()
            .command("features")
            .through("sh", "-c", "\"$@\" >/dev/full", "-")
            .execute();
    full.fails();
    String closedPipe = "set -o pipefail; \"$@\" | true";
    Command ps = sandbox.container(Config::sleeping).launch().command("ps");
    assertThat(ps.through("bash", "-c", closedPipe, "-").execute().exitCode()).isLessThan(142);
  }
}
