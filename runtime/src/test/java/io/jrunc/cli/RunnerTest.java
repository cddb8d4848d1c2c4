package io.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.engine.CreateRequest;
import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.EventsRequest;
import io.jrunc.engine.ExecProcess;
import io.jrunc.engine.ExecRequest;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.KillRequest;
import io.jrunc.engine.RootSwitch;
import io.jrunc.engine.RunRequest;
import io.jrunc.engine.SessionKeyring;
import io.jrunc.engine.SpecRequest;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.abi.Signal;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ProcessIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final CreateRequest PLAIN =
      new CreateRequest(
          "web1",
          HERE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          RootSwitch.PIVOT,
          SessionKeyring.OWN,
          0);

  private final FakeOperations engine = new FakeOperations();
  private final List<Optional<Path>> roots = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private OutputStream standardOutput = out;

  @TempDir Path folder;

  @Test
  void createTakesItsOptionsInBothForms() {
    CreateRequest expected =
        new CreateRequest(
            "web1",
            Path.of("/b"),
            Optional.of(Path.of("/c.sock")),
            Optional.of(HERE.resolve("pid")),
            Optional.of(HERE.resolve("p.sock")),
            RootSwitch.NO_PIVOT,
            SessionKeyring.CALLERS,
            2);
    succeed(
        "create --bundle /b --console-socket=/c.sock --pid-file pid --no-pivot --preserve-fds 2"
            + " --pidfd-socket p.sock --no-new-keyring web1");
    succeed(
        "create -b /b web1 --console-socket /c.sock --pid-file=pid -no-pivot --preserve-fds=2 --no-new-keyring"
            + " --pidfd-socket=p.sock");
    assertThat(engine.requests).containsExactly(expected, expected);
  }

  @Test
  void createLooksForTheBundleInTheCurrentFolder() {
    succeed("create web1");
    assertThat(engine.requests).containsExactly(PLAIN);
  }

  @Test
  void whatFollowsTwoDashesIsNoOption() {
    succeed("start -- -x");
    assertThat(engine.requests).containsExactly("start -x");
  }

  @Test
  void execTakesItsOptionsBeforeTheContainerAndLeavesTheCommandItsOwn() {
    engine.exitCode = 3;
    assertThat(
            run(
                "exec -t -u 1000:100 -g 5 --additional-gids 6,7 -c CAP_KILL --env A=1 -e B=2 --cwd /tmp"
                    + " --pid-file pid --console-socket /c.sock -d --preserve-fds=0 --no-new-privs"
                    + " --apparmor a --process-label l --cgroup cpu:x --cgroup pids:y --ignore-paused"
                    + " web1 ls -l --user x -- y"))
        .isEqualTo(3);
    assertThat(engine.requests)
        .containsExactly(
            new ExecRequest(
                "web1",
                new ExecProcess.Changed(
                    List.of("ls", "-l", "--user", "x", "--", "y"),
                    Optional.of(1000L),
                    Optional.of(100L),
                    List.of(5L, 6L, 7L),
                    List.of("CAP_KILL"),
                    List.of("A=1", "B=2"),
                    Optional.of("/tmp"),
                    Optional.of(true),
                    Optional.of("a"),
                    Optional.of("l"),
                    true),
                Optional.of(Path.of("/c.sock")),
                Optional.of(HERE.resolve("pid")),
                Optional.empty(),
                ExecRequest.Mode.DETACHED,
                0,
                List.of("cpu:x", "pids:y"),
                ExecRequest.WhenPaused.WAIT));
  }

  @Test
  void execTakesAFileInPlaceOfACommand() {
    succeed("exec --process p.json web1");
    assertThat(engine.requests)
        .containsExactly(
            new ExecRequest(
                "web1",
                new ExecProcess.FromFile(HERE.resolve("p.json"), false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ExecRequest.Mode.FOREGROUND,
                0,
                List.of(),
                ExecRequest.WhenPaused.REFUSE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec web1 | exec: process args cannot be empty",
        "exec -u bob web1 id | --user: 'bob' is not UID[:GID], numbers up to 4294967294",
        "exec -u 1: web1 id | --user: '1:' is not UID[:GID], numbers up to 4294967294",
        "exec -u 4294967295 web1 id | --user: '4294967295' is not UID[:GID], numbers up to 4294967294",
        "exec -u -1 web1 id | --user: '-1' is not UID[:GID], numbers up to 4294967294",
        "exec -g x web1 id | --additional-gids: 'x' is not a number up to 4294967294",
        "exec -e SECRET web1 id | --env: a value is not of the form NAME=VALUE",
      })
  void execNamesTheOptionThatIsWrongAndEndsLikeNoCommand(String line, String message) {
    assertThat(run(line)).isEqualTo(255);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message.replace("'", "\\\""));
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void runInTheForegroundReturnsTheContainersExitCode() {
    engine.exitCode = 42;
    assertThat(run("run web1")).isEqualTo(42);
    assertThat(engine.requests)
        .containsExactly(
            new RunRequest(PLAIN, RunRequest.Mode.FOREGROUND, RunRequest.Afterwards.DELETE));
  }

  @Test
  void runCanBeDetachedAndKeepTheContainer() {
    succeed("run -d --keep -no-subreaper web1");
    assertThat(engine.requests)
        .containsExactly(
            new RunRequest(PLAIN, RunRequest.Mode.DETACHED, RunRequest.Afterwards.KEEP));
  }

  @Test
  void aBoxEndsWithTheExitCodeOfItsCommandAndADetachedOneTellsItsName() {
    engine.exitCode = 42;
    assertThat(run("box ls -l")).isEqualTo(42);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    engine.exitCode = 0;
    succeed("box -d ls");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("box-made-up\n");
  }

  @Test
  void theConfigOfABoxCanBePrinted() {
    succeed("box --print ls");
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\n").endsWith("}\n");
  }

  @Test
  void whatIsWrongWithABoxIsToldToPeopleUnlessALogIsAskedFor() {
    assertThat(run("box --memory 2x")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("jrunc: --memory: \"2x\" is not a size such as 512m or 2g\n");
    err.reset();
    assertThat(run("--log-format json box --memory 2x")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("{\"level\":\"error\"");
    err.reset();
    fail("box --memory 2x", "--memory: \"2x\" is not a size such as 512m or 2g");
  }

  @Test
  void killKnowsSignalsByNameAndByNumber() {
    succeed("kill web1");
    succeed("kill web1 SIGKILL");
    succeed("kill web1 9");
    succeed("kill --all web1 RTMIN+3");
    assertThat(engine.requests)
        .containsExactly(
            new KillRequest("web1", Signal.SIGTERM, KillRequest.Scope.INIT),
            new KillRequest("web1", Signal.SIGKILL, KillRequest.Scope.INIT),
            new KillRequest("web1", Signal.SIGKILL, KillRequest.Scope.INIT),
            new KillRequest("web1", new Signal(37), KillRequest.Scope.ALL));
  }

  @Test
  void killRefusesASignalThatThereIsNot() {
    fail("kill web1 BOGUS", "kill web1: unknown signal \"BOGUS\"");
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void pauseAndResumeTakeAnId() {
    succeed("pause web1");
    succeed("resume web1");
    assertThat(engine.requests).containsExactly("pause web1", "resume web1");
    fail("pause", "missing required parameter: 'ID' (see jrunc help pause)");
  }

  @Test
  void psHandsItsOptionsOn() {
    succeed("ps web1");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("PID\n  7\n");
    succeed("ps web1 -f aux");
    succeed("ps --format table web1 -- -ef --forest");
    succeed("ps -- web1 --help");
    assertThat(engine.requests)
        .containsExactly(
            "ps web1 []", "ps web1 [-f, aux]", "ps web1 [-ef, --forest]", "ps web1 [--help]");
  }

  @Test
  void psWritesPidsAsJson() {
    succeed("ps --format json web1");
    succeed("ps -f json web1 -ef");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[7,4194304]\n[7,4194304]\n");
    fail("ps -f xml web1", "invalid format option: \"xml\" is not table or json");
  }

  @Test
  void deleteCanForce() {
    succeed("delete web1");
    succeed("delete --force web1");
    succeed("delete -f web1");
    assertThat(engine.requests)
        .containsExactly(
            new DeleteRequest("web1", DeleteRequest.Mode.STOPPED),
            new DeleteRequest("web1", DeleteRequest.Mode.FORCE),
            new DeleteRequest("web1", DeleteRequest.Mode.FORCE));
  }

  @Test
  void eventsAreLinesOfJson() {
    succeed("events web1");
    succeed("events --interval 1m30s web1");
    assertThat(engine.requests)
        .containsExactly(
            new EventsRequest("web1", Duration.ofSeconds(5)),
            new EventsRequest("web1", Duration.ofSeconds(90)));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"oom\",\"id\":\"web1\"}\n{\"type\":\"oom\",\"id\":\"web1\"}\n");
  }

  @Test
  void eventsNeedAnIntervalThatIsOne() {
    fail("events --interval 5 web1", "--interval: \"5\" is not a duration, such as 500ms or 1m30s");
    fail("events --interval 0s web1", "--interval: duration interval must be greater than 0");
    fail("events --interval=-1s web1", "--interval: duration interval must be greater than 0");
    fail(
        "events --stats --interval 0 web1", "--interval: duration interval must be greater than 0");
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void statsOfAContainerThatThereIsNotFail() {
    fail("events --stats web1", "events web1: container does not exist");
  }

  @Test
  void stateIsPrintedAsRuncDoes() {
    engine.states.put("web1", state("web1", 4711, Status.RUNNING));
    succeed("state web1");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "web1",
              "pid": 4711,
              "status": "running",
              "bundle": "/b",
              "rootfs": "/b/rootfs",
              "created": "2026-11-21T22:16:21.582880928Z",
              "owner": ""
            }
            """);
  }

  @Test
  void aListIsATableOfRuncsColumns() {
    engine.states.put("web1", state("web1", 4711, Status.RUNNING));
    engine.states.put("a-longer-name", state("a-longer-name", 0, Status.STOPPED));
    succeed("list");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            ID              PID         STATUS      BUNDLE      CREATED                          OWNER
            web1            4711        running     /b          2026-11-21T22:16:21.582880928Z   \

            a-longer-name   0           stopped     /b          2026-11-21T22:16:21.582880928Z   \

            """);
  }

  @Test
  void anEmptyListHasAHeading() {
    succeed("list --format table");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n");
  }

  @Test
  void aListCanBeJsonOrNamesOnly() {
    succeed("list -f json");
    engine.states.put("web1", state("web1", 4711, Status.RUNNING));
    succeed("list -q");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]\nweb1\n");
    fail("list -f xml", "invalid format option: \"xml\" is not table or json");
  }

  @Test
  void validatePrintsAProblemALineAndFails() {
    succeed("validate --bundle /b");
    engine.problems.add(new SpecProblem("/root/path", "is required"));
    engine.problems.add(new SpecProblem("", "is empty"));
    assertThat(run("validate config.json")).isEqualTo(1);
    assertThat(engine.requests).containsExactly(Path.of("/b"), HERE.resolve("config.json"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("/root/path: is required\nis empty\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void specIsForRootUnlessAskedOtherwise() {
    succeed("spec");
    succeed("spec --rootless -b /b");
    assertThat(engine.requests)
        .containsExactly(
            new SpecRequest(HERE, SpecRequest.Privilege.ROOT),
            new SpecRequest(Path.of("/b"), SpecRequest.Privilege.ROOTLESS));
  }

  @Test
  void planNeedsNoName() {
    succeed("plan --no-pivot");
    assertThat(engine.requests)
        .containsExactly(
            new CreateRequest(
                "container",
                HERE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RootSwitch.NO_PIVOT,
                SessionKeyring.OWN,
                0));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("the plan\n");
  }

  @Test
  void theRootIsPassedOn() {
    succeed("--root /r start web1");
    succeed("--root=r --criu criu --rootless=auto start web1");
    succeed("start web1");
    assertThat(roots)
        .containsExactly(
            Optional.of(Path.of("/r")), Optional.of(HERE.resolve("r")), Optional.empty());
  }

  @Test
  void theVersionIsOnTheFirstLine() {
    for (String words : List.of("--version", "-v", "--root /r --version")) {
      out.reset();
      succeed(words);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .matches(
              "jrunc version \\S+\n(commit: \\S+\n)?spec: 1\\.3\\.0\n(libseccomp: [0-9.]+\n)?");
    }
  }

  @Test
  void helpIsForPeople() {
    for (String words : List.of("", "help", "--help", "-h")) {
      out.reset();
      succeed(words);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .startsWith("Usage: jrunc [")
          .contains("  validate  Print what is wrong with a config.json.\n")
          .doesNotContain("criu");
    }
    for (String words :
        List.of("help delete", "delete --help", "delete -h", "delete web1 --help")) {
      out.reset();
      succeed(words);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .startsWith("Usage: jrunc delete [-fh] ID\n")
          .contains("-f, --force   Kill it first if it runs; no error if there is none.\n");
    }
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void wrongUsageIsOneLineThatSaysWhereHelpIs() {
    fail("create", "missing required parameter: 'ID' (see jrunc help create)");
    fail("start a b", "unexpected argument: 'b' (see jrunc help start)");
    fail("delete --bogus a", "unknown option: '--bogus' (see jrunc help delete)");
    fail("--bogus delete a", "unknown option: '--bogus' (see jrunc help)");
    fail("bogus", "unknown command \"bogus\" (see jrunc help)");
    fail("checkpoint --help", "checkpoint: checkpoints are not supported by this version of jrunc");
    fail("restore a", "restore: checkpoints are not supported by this version of jrunc");
    fail("help bogus", "unknown command \"bogus\" (see jrunc help)");
    fail(
        "create web1 --bundle",
        "missing required parameter for option '--bundle' (DIR) (see jrunc help create)");
    fail("create --preserve-fds x web1", "--preserve-fds: \"x\" is not a count");
    fail("create --preserve-fds 9999999999 web1", "--preserve-fds: \"9999999999\" is not a count");
    fail("--rootless maybe list", "--rootless: \"maybe\" is not auto, true or false");
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void anUnknownLogFormatIsToldInTheUsualOne() {
    assertThat(run("--log-format xml list")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("msg=\"invalid log-format: xml\"");
  }

  @Test
  void systemdCgroupStandsBeforeEveryCommand() {
    succeed("--systemd-cgroup create --bundle /b web1");
    succeed("--systemd-cgroup delete --force web1");
    assertThat(engine.requests).hasSize(2);
  }

  @Test
  void whatPicocliAloneUnderstandsIsDoneToo() {
    succeed("create -b/b web1");
    succeed("run -db /b web1");
    CreateRequest create =
        new CreateRequest(
            "web1",
            Path.of("/b"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RootSwitch.PIVOT,
            SessionKeyring.OWN,
            0);
    assertThat(engine.requests)
        .containsExactly(
            create, new RunRequest(create, RunRequest.Mode.DETACHED, RunRequest.Afterwards.DELETE));
  }

  @Test
  void aFailureIsOneTextEntryOnStandardError() {
    assertThat(run("state nope")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "time=\"2026-11-21T22:16:00Z\" level=error msg=\"state nope: container does not exist\"\n");
  }

  @Test
  void aFailureCanBeOneJsonEntryOnStandardError() {
    assertThat(run("--log-format json state no\"pe")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"level\":\"error\",\"msg\":\"state no\\\"pe: container does not exist\","
                + "\"time\":\"2026-11-21T22:16:00Z\"}\n");
  }

  @Test
  void aLogFileGetsTheEntryAndStandardErrorTheBareMessage() throws IOException {
    Path log = folder.resolve("log.json");
    Files.writeString(log, "before\n");
    assertThat(run("--log " + log + " --log-format=json state nope")).isEqualTo(1);
    assertThat(Files.readString(log))
        .isEqualTo(
            "before\n{\"level\":\"error\",\"msg\":\"state nope: container does not exist\","
                + "\"time\":\"2026-11-21T22:16:00Z\"}\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("state nope: container does not exist\n");
  }

  @Test
  void wrongUsageGoesToTheLogFileToo() throws IOException {
    Path log = folder.resolve("log");
    assertThat(run("--log " + log + " state")).isEqualTo(1);
    assertThat(Files.readString(log))
        .endsWith("msg=\"missing required parameter: 'ID' (see jrunc help state)\"\n");
  }

  @Test
  void aCommandThatSucceedsLeavesTheLogEmpty() throws IOException {
    Path log = folder.resolve("log");
    succeed("--log " + log + " start web1");
    assertThat(Files.readString(log)).isEmpty();
    succeed("--debug --log " + log + " start web1");
    String time = "time=\"2026-11-21T22:16:00Z\" level=debug ";
    assertThat(Files.readString(log).lines())
        .containsExactly(
            time + "msg=\"arguments: --debug --log " + log + " start web1\"",
            time + "msg=\"exit code: 0\"");
  }

  @Test
  void aLogThatCannotBeWrittenStopsTheCommand() {
    engine.warning = Optional.of("the command was run");
    assertThat(run("--debug --log " + folder + " create web1")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--log: cannot write " + folder)
        .doesNotContain("the command was run");
  }

  @Test
  void warningsAreForThoseWhoDebug() throws IOException {
    Path log = folder.resolve("log");
    engine.warning = Optional.of("web1: no capability CAP_X");
    succeed("--log " + log + " create web1");
    assertThat(Files.readString(log)).isEmpty();
    succeed("--debug --log " + log + " create web1");
    assertThat(Files.readString(log).lines())
        .contains("time=\"2026-11-21T22:16:00Z\" level=warning msg=\"web1: no capability CAP_X\"");
  }

  @Test
  void aDefectIsOneLineUnlessDebugging() {
    fail("features", "internal error: java.lang.IllegalStateException: a defect");
    assertThat(run("--debug features")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat io.jrunc.cli.FeaturesCommand");
  }

  @Test
  void outputThatNobodyTakesIsAFailure() {
    standardOutput = new FullDevice();
    fail("list", "write standard output: not everything was taken");
  }

  @Test
  void aStreamThatNobodyReadsEndsInSilence() {
    standardOutput = new FullDevice();
    assertThat(run("events web1")).isEqualTo(128 + 13);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static final class FullDevice extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("no space left on device");
    }
  }

  private static State state(String id, int pid, Status status) {
    return new State(
        "1.3.0",
        id,
        pid,
        status,
        "/b",
        "/b/rootfs",
        Instant.parse("2026-11-21T22:16:21.582880928Z"),
        Map.of(),
        "");
  }

  private void succeed(String words) {
    assertThat(run(words)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  /** Runs a command that fails with exactly that message. */
  @Test
  void finishSaysWhatEndedAndHow() {
    assertThat(run("finish web1 4294967303")).isEqualTo(7);
    assertThat(run("finish --keep web1 008589934601")).isEqualTo(137);
    assertThat(run("finish --exec 3 web1 12884901894")).isEqualTo(134);

    assertThat(engine.requests)
        .containsExactly(
            new FinishRequest("web1", FinishRequest.Program.INIT, 0),
            new ExitStatus.Exited(7),
            new FinishRequest("web1", FinishRequest.Program.KEPT_INIT, 0),
            new ExitStatus.Killed(new Signal(9), false),
            new FinishRequest("web1", FinishRequest.Program.EXEC, 3),
            new ExitStatus.Killed(new Signal(6), true));
    for (String end : List.of("one", "-1", "4294967552", "1099511627776", "1" + "0".repeat(20))) {
      assertThat(run("finish web1 " + end)).as(end).isEqualTo(1);
    }
  }

  @Test
  void whatAsksToFinishIsUnderstood() {
    for (FinishRequest.Program program : FinishRequest.Program.values()) {
      long kills = program == FinishRequest.Program.EXEC ? 12 : 0;
      FinishRequest request = new FinishRequest("web1", program, kills);

      assertThat(run(String.join(" ", FinishCommand.words(request)) + " 4294967296")).isZero();
      assertThat(engine.requests).contains(request);
    }
    FinishRequest ofOne =
        new FinishRequest(
            "web1", FinishRequest.Program.INIT, 0, Optional.of(new ProcessIdentity(17, 4711)));

    assertThat(run(String.join(" ", FinishCommand.words(ofOne)) + " 4294967296")).isZero();
    assertThat(engine.requests).contains(ofOne);
  }

  private void fail(String words, String message) {
    err.reset();
    assertThat(run("--log /dev/null " + words)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + "\n");
    err.reset();
  }

  private int run(String words) {
    Runner runner =
        new Runner(
            (options, rootless, warnings) -> {
              roots.add(options.path(Program.ROOT));
              engine.warnings = warnings;
              return engine;
            },
            CallingProcess.self(Map.of()),
            new PrintStream(standardOutput, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.parse("2026-11-21T22:16:00.9Z")));
    return runner.run(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)));
  }
}
