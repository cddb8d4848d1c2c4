package io.jrunc.installation;

import static io.jrunc.installation.PlayedEngine.BEGUN;
import static io.jrunc.installation.PlayedEngine.COLD;
import static io.jrunc.installation.PlayedEngine.FILES;
import static io.jrunc.installation.PlayedEngine.FOREGROUND;
import static io.jrunc.installation.PlayedEngine.SPAWN;
import static io.jrunc.installation.PlayedEngine.WAIT;
import static io.jrunc.installation.PlayedEngine.bytes;
import static io.jrunc.installation.PlayedEngine.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.installation.PlayedEngine.Call;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PipeEnds;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What bin/jrunc does for a resident engine, which this test plays, and when it leaves that engine
 * for a JVM, whose place a script takes. Needs util-linux' setpriv and script.
 */
@Timeout(120)
class LauncherClientIT {
  private static final Path INSTALLATION = Path.of(System.getProperty("jrunc.installation", ""));
  private static final String JRUNC = INSTALLATION.resolve("bin/jrunc").toString();
  private static final Signal USR1 = new Signal(10);
  private static final Signal SEGV = new Signal(11);
  private static final Map<Integer, String> SLOTS =
      Map.of(
          3, "/dev/full\npipe:.*\npipe:.*\nnone\nnone\nnone\n",
          4, "/dev/zero\n/dev/full\npipe:.*\npipe:.*\nnone\nnone\n");
  private static final String END = "0".repeat(12);
  private static final long CLD_EXITED = 1;
  private static final long CLD_KILLED = 2;

  private final Kernel kernel = JnaKernel.resident();
  @TempDir Path folder;
  private Path socket;
  private PlayedEngine engine;
  private StandIn jvm;

  @BeforeEach
  void listen() throws IOException {
    socket = folder.resolve("engine");
    engine = new PlayedEngine(kernel, socket);
    jvm =
        StandIn.of(
            folder,
            """
            #!/bin/sh
            while [ "$1" != io.jrunc.cli.Main ]; do shift; done
            shift
            echo "cold: $*"
            exit 42
            """);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** A running bin/jrunc. */
  private record Running(Process process) {
    String output() throws IOException {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    String error() throws IOException {
      return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }

    /** Reads until this has come. */
    void awaitOutput(String text) throws IOException {
      StringBuilder seen = new StringBuilder();
      while (seen.indexOf(text) < 0) {
        int next = process.getInputStream().read();
        assertThat(next).as("what comes after %s", seen).isNotNegative();
        seen.append((char) next);
      }
    }

    void terminate(Kernel kernel) {
      kernel.processes().kill(new Pid((int) process.pid()), Signal.SIGTERM);
    }

    int code() throws InterruptedException {
      return process.waitFor();
    }
  }

  private Running jrunc(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(JRUNC));
    line.addAll(List.of(arguments));
    return start(line);
  }

  /** The same through a shell, which becomes bin/jrunc with {@code exec "$@"}. */
  private Running through(String shell, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("/bin/bash", "-c", shell, "bash", JRUNC));
    line.addAll(List.of(arguments));
    return start(line);
  }

  private Running start(List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("JRUNC_JAVA", jvm.java().toString(), "A", "b=ü"));
    builder.environment().put("JRUNC_ENGINE", socket.toString());
    builder.environment().put("PATH", "/usr/bin:/bin");
    return new Running(builder.start());
  }

  private static long end(long code, long status) {
    return code << 32 | status;
  }

  @Test
  void theEngineIsToldWhoAsksForWhat() throws Exception {
    Running running =
        through(
            "trap '' USR1; exec 3<&0 4<&0 6<&0; exec env --block-signal=HUP \"$@\"",
            "state",
            "",
            "ü x");
    try (Call call = engine.call()) {
      assertThat(call.number(0)).isEqualTo(0x636e726a);
      assertThat(call.number(4)).isEqualTo(4);
      assertThat(call.wide(8) & Signal.SIGHUP.bit()).isNotZero();
      assertThat(call.wide(8) & Signal.SIGTERM.bit()).isZero();
      assertThat(call.number(16)).as("descriptors").isEqualTo(2);
      assertThat(call.directory()).isEqualTo(folder.toRealPath().toString());
      assertThat(call.words()).containsExactly("state", "", "ü x");
      assertThat(call.environment()).contains("A=b=ü", "JRUNC_ENGINE=" + socket);
      assertThat(call.environment()).hasSize(call.number(24));
      call.exit(3);
    }
    assertThat(running.code()).isEqualTo(3);
  }

  @Test
  void aRemovedDirectoryIsTold() throws Exception {
    Running running = through("mkdir gone; cd gone; rmdir ../gone; exec \"$@\"");
    try (Call call = engine.call()) {
      assertThat(call.directory()).isEmpty();
      assertThat(call.words()).isEmpty();
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void onlyAForegroundContainersSignalsAreKeptForIt() throws Exception {
    for (String command : List.of("run", "exec", "box", "kill")) {
      Running running = jrunc("--log", "run", "-root=x", command);
      try (Call call = engine.call()) {
        String status = Files.readString(Path.of("/proc/" + running.process().pid() + "/status"));
        String mask = status.split("SigBlk:\t", -1)[1].substring(0, 16);
        long blocked = Long.parseUnsignedLong(mask, 16);
        assertThat((blocked & Signal.SIGTERM.bit()) != 0).isEqualTo(!command.equals("kill"));
        assertThat(blocked & SEGV.bit()).isZero();
        call.exit(0);
      }
      assertThat(running.code()).isZero();
    }
  }

  @Test
  void theColdWayIsTakenWhenTheEngineSaysSo() throws Exception {
    Running running = jrunc("state", "c 1");
    try (Call call = engine.call()) {
      call.tell(COLD);
    }
    assertGoesCold(running, "state c 1");
  }

  private static void assertGoesCold(Running running, String words) throws Exception {
    assertThat(running.output()).isEqualTo("cold: " + words + "\n");
    assertThat(running.error()).isEmpty();
    assertThat(running.code()).isEqualTo(42);
  }

  @Test
  void anEngineThatIsNotThereIsNotWaitedFor() throws Exception {
    engine.close();
    assertGoesCold(jrunc("state"), "state");
    Files.delete(socket);
    assertGoesCold(jrunc("state"), "state");
    assertGoesCold(through("JRUNC_ENGINE=none exec \"$@\"", "state"), "state");
    assertGoesCold(through("JRUNC_ENGINE= exec \"$@\"", "state"), "state");
    String longest = "x".repeat(108);
    assertGoesCold(through("JRUNC_ENGINE=" + longest + " exec \"$@\"", "state"), "state");
  }

  @Test
  void theEngineOfAStateRootIsFoundThere() throws Exception {
    try (PlayedEngine other = new PlayedEngine(kernel, folder.resolve("=serve"))) {
      Running running = through("unset JRUNC_ENGINE; exec \"$@\"", "--root", ".", "state");
      try (Call call = other.call()) {
        call.exit(5);
      }
      assertThat(running.code()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 3, 7, 8, 4711})
  void anEngineThatTalksNonsenseBeforeItHasBegunIsLeft(int length) throws Exception {
    Running running = jrunc("state");
    try (Call call = engine.call()) {
      if (length > 0) {
        byte[] garbage = new byte[length];
        Arrays.fill(garbage, length == 7 ? (byte) 0 : (byte) 0xee);
        call.send(garbage);
      }
    }
    assertGoesCold(running, "state");
  }

  @Test
  void whatDoesNotFitInAMessageGoesCold() throws Exception {
    String word = "x".repeat(128 * 1024 - 1);
    Running running = jrunc(word);
    assertThat(engine.answer()).isEmpty();
    assertThat(running.output()).hasSize("cold: \n".length() + word.length());
    assertThat(running.code()).isEqualTo(42);
  }

  @Test
  void anotherUsersEngineIsTrustedByNobody() throws Exception {
    assumeTrue(kernel.processes().geteuid() == 0, "only root can become somebody else");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    String other =
        "exec setpriv --reuid 65534 --inh-caps +dac_override --ambient-caps +dac_override";
    Running running = through(other + " \"$@\"", "state");
    assertThat(engine.answer()).isEmpty();
    assertGoesCold(running, "state");
  }

  @Test
  void theEnginesWordsAreWritten() throws Exception {
    Running running = jrunc("list");
    try (Call call = engine.call()) {
      assertThat(call.askToWrite(1, "out")).isZero();
      assertThat(call.askToWrite(2, "err")).isZero();
      assertThat(call.askToWrite(0, "in")).isEqualTo(-Errno.EBADF.number());
      assertThat(call.askToWrite(3, "socket")).isEqualTo(-Errno.EBADF.number());
      call.exit(0);
    }
    assertThat(running.output()).isEqualTo("out");
    assertThat(running.error()).isEqualTo("err");
    assertThat(running.code()).isZero();
  }

  @Test
  void theLongestMessageIsWrittenWholeThoughAPipeTakesLess() throws Exception {
    Running running = jrunc("list");
    String text = "x".repeat(128 * 1024 - 36);
    try (Call call = engine.call()) {
      call.write(1, text);
      assertThat(running.process().getInputStream().readNBytes(text.length())).hasSize(131036);
      assertThat(call.hear()).contains(0L);
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void anOutputThatNobodyReadsIsAnAnswer() throws Exception {
    Running running = jrunc("list");
    running.process().getInputStream().close();
    try (Call call = engine.call()) {
      assertThat(call.askToWrite(1, "out")).isEqualTo(-Errno.EPIPE.number());
      call.exit(9);
    }
    assertThat(running.code()).isEqualTo(9);
  }

  @Test
  void closedStreamsAreDevNull() throws Exception {
    Running running = through("exec \"$@\" <&- >&- 2>&-", "list");
    try (Call call = engine.call()) {
      assertThat(call.askToWrite(1, "out")).isZero();
      assertThat(call.askToWrite(2, "err")).isZero();
      int child = call.spawnShell("test /proc/$$/fd/0 -ef /dev/null -a ! -e /proc/$$/fd/3");
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void whatIsWrittenIsNotWrittenAgainByAJvm() throws Exception {
    Running running = jrunc("list");
    try (Call call = engine.call()) {
      assertThat(call.askToWrite(1, "half")).isZero();
    }
    assertThat(running.output()).isEqualTo("half");
    assertThat(running.error()).isEqualTo("jrunc: the engine ended in the middle of list\n");
    assertThat(running.code()).isEqualTo(1);
  }

  @Test
  void childrenAreTheClientsOwnAndHaveItsMasksAndTheirSlots() throws Exception {
    Running running =
        through("umask 027; trap '' CHLD USR1; exec 3</dev/zero; exec \"$@\"", "create");
    try (Call call = engine.call();
        PipeEnds pipe = kernel.files().pipe2();
        Fd shell = kernel.files().open("/bin/sh")) {
      String script =
          "exec >&4 4>&-; echo $PPID $HOME $0; umask; readlink /proc/$$/fd/3 /proc/$$/cwd;"
              + " ls -m /proc/$$/fd";
      call.send(bytes(0L, 0L, SPAWN, 4, 2, 3, 1, "me", "-c", script, "HOME=/there"));
      call.send(message(FILES, 0), pipe.writer(), shell);
      int child = call.hear().orElseThrow().intValue();
      pipe.writer().close();
      String text = new String(kernel.files().readAll(pipe.reader()), UTF_8);
      assertThat(text)
          .isEqualTo(
              running.process().pid()
                  + " /there me\n0027\n/dev/zero\n"
                  + folder.toRealPath()
                  + "\n0, 1, 2, 3\n");
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      assertThat(call.await(child)).isEqualTo(-Errno.ECHILD.number());
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  /** Some of the caller's descriptors are where slots belong, and others are in between. */
  @Test
  void slotsComeInTheirPlacesWhateverTheCallerHasOpen() throws Exception {
    Running running = through("exec 3</dev/zero 5</dev/zero 7<. 60<.; exec \"$@\"", "create");
    try (Call call = engine.call();
        Fd full = kernel.files().open("/dev/full");
        Fd shell = kernel.files().open("/bin/sh")) {
      assertThat(call.number(16)).as("descriptors").isEqualTo(1);
      for (int first : List.of(4, 3, 4)) {
        try (PipeEnds pipe = kernel.files().pipe2()) {
          String script =
              "for n in 3 4 5 6 7 60; do readlink /proc/$$/fd/$n || echo none; done >&5";
          call.send(bytes(0L, 0L, SPAWN, first, 4, 3, 0, "sh", "-c", script));
          call.send(message(FILES, 0), full, pipe.writer(), pipe.writer(), shell);
          int child = call.hear().orElseThrow().intValue();
          assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
          pipe.writer().close();
          assertThat(new String(kernel.files().readAll(pipe.reader()), UTF_8))
              .as("from %d on", first)
              .matches(SLOTS.get(first));
        }
      }
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void childrenHaveTheMaskThatTheEngineWantsAndIgnoreNothing() throws Exception {
    Running running = through("trap '' CHLD USR1; exec \"$@\"", "run");
    try (Call call = engine.call();
        Fd grep = kernel.files().open("/bin/grep")) {
      long hup = Signal.SIGHUP.bit();
      long inherited = ProcessStatus.self().ignored().bits();
      long ignored = inherited | USR1.bit() | 3L << 31; // and those of the C library
      String[] words = {"grep", "Sig[BI]", "/proc/self/status"};
      call.send(bytes(hup, ignored, SPAWN, 3, 1, 3, 0, words[0], words[1], words[2]));
      call.send(message(FILES, 0), grep);
      int child = call.hear().orElseThrow().intValue();
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      call.exit(0);
    }
    assertThat(running.output())
        .isEqualTo("SigBlk:\t0000000000000001\nSigIgn:\t0000000000000000\n");
  }

  @Test
  void aChildIsLookedAfterAndNotWaitedFor() throws Exception {
    Running running = jrunc("create");
    try (Call call = engine.call();
        PipeEnds pipe = kernel.files().pipe2()) {
      int child = call.spawnShell("read x <&3; kill -9 $$", pipe.reader());
      assertThat(call.ask(WAIT, child)).isZero();
      kernel.files().writeAll(pipe.writer(), bytes("\n"));
      assertThat(call.await(child)).isEqualTo(end(CLD_KILLED, 9));
      assertThat(call.ask(WAIT, 1)).isEqualTo(-Errno.ECHILD.number());
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void whatCannotBeStartedIsToldAndNothingOfItIsLeft() throws Exception {
    Running running = jrunc("create");
    try (Call call = engine.call();
        Fd text = kernel.files().open("/etc/passwd")) {
      call.send(bytes(0L, 0L, SPAWN, 3, 2, 1, 0, "x"));
      call.send(message(FILES, 0), text, text);
      assertThat(call.hear()).hasValue(-(long) Errno.EACCES.number());
      call.send(bytes(0L, 0L, SPAWN, 3, 2, 1, 0, "x"));
      call.send(message(FILES, 0)); // none
      assertThat(call.hear()).hasValue(-(long) Errno.EBADF.number());
      call.send(bytes(0L, 0L, SPAWN, -5, 2, 1, 0, "x"));
      call.send(message(FILES, 0), text, text);
      assertThat(call.hear().orElseThrow()).isNegative();
      int child = call.spawnShell("test ! -e /proc/$$/fd/3 && exit 3");
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 3));
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void moreDescriptorsThanTheCallerMayOpenAreAnErrorOfTheChild() throws Exception {
    Running running = through("ulimit -n 24; exec \"$@\"", "create");
    try (Call call = engine.call();
        Fd shell = kernel.files().open("/bin/sh");
        Fd slot = kernel.files().open("/dev/null")) {
      Fd[] many = new Fd[30];
      Arrays.fill(many, slot);
      many[29] = shell;
      for (int said : List.of(30, 15)) { // too many; or many more than are said
        call.send(bytes(0L, 0L, SPAWN, 3, said, 1, 0, "sh"));
        call.send(message(FILES, 0), many);
        assertThat(call.hear()).hasValue(-(long) Errno.EMFILE.number());
      }
      int child = call.spawnShell("exit 0", slot, slot);
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void descriptorsOfSeveralMessagesGoToOneChild() throws Exception {
    Running running = jrunc("create");
    try (Call call = engine.call();
        Fd shell = kernel.files().open("/bin/sh");
        Fd slot = kernel.files().open("/dev/null")) {
      Fd[] many = new Fd[250];
      Arrays.fill(many, slot);
      String script = "test -e /proc/$$/fd/502 -a ! -e /proc/$$/fd/503";
      for (Fd last : List.of(slot, shell)) { // the first is no program
        call.send(bytes(0L, 0L, SPAWN, 3, 501, 3, 0, "sh", "-c", script));
        call.send(message(FILES, 0), many);
        call.send(message(FILES, 0), many);
        call.send(message(FILES, 0), last);
        if (last == slot) {
          assertThat(call.hear()).hasValue(-(long) Errno.EACCES.number());
        }
      }
      int child = call.hear().orElseThrow().intValue();
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      call.exit(0);
    }
    assertThat(running.code()).isZero();
  }

  @Test
  void anEngineThatEndsInTheMiddleIsCleanedUpAfterByAJvm() throws Exception {
    Path log = folder.resolve("log");
    Running running = jrunc("--log", log.toString(), "run", "c1");
    try (PipeEnds pipe = kernel.files().pipe2()) {
      try (Call call = engine.call()) {
        call.tell(BEGUN, 0, "delete", "--force", "c 1");
        call.spawnShell("exec sleep 1000 >&3 3>&-", pipe.writer());
        pipe.writer().close();
      }
      assertThat(kernel.files().readAll(pipe.reader())).as("the child has ended").isEmpty();
    }
    assertThat(running.output()).isEqualTo("cold: delete --force c 1\n");
    assertThat(running.error()).isEqualTo("jrunc: the engine ended in the middle of run\n");
    assertThat(running.code()).isEqualTo(1);
    assertThat(log).content().contains("level=error msg=\"the engine ended in the middle of run\"");
  }

  @Test
  void aChildThatStaysDoesNotKeepAClientWhoseEngineHasEnded() throws Exception {
    Running running = jrunc("create", "c1");
    try (Call call = engine.call()) {
      call.tell(BEGUN, 0, "clean");
      int child = call.spawnShell("exec sleep 1000");
      call.tell(WAIT, child);
    }
    assertThat(running.output()).isEqualTo("cold: clean\n");
    assertThat(running.code()).isEqualTo(1);
  }

  @Test
  void withNothingToCleanUpThereIsNoJvmAndExecHasAnExitCodeOfItsOwn() throws Exception {
    Running running = jrunc("exec", "c1", "true");
    try (Call call = engine.call()) {
      call.tell(BEGUN);
    }
    assertThat(running.output()).isEmpty();
    assertThat(running.error()).isEqualTo("jrunc: the engine ended in the middle of exec\n");
    assertThat(running.code()).isEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"op", "empty", "begun", "spawn", "strings", "count", "foreground", "cold", "long"})
  void nonsenseInTheMiddleIsTheEnd(String kind) throws Exception {
    Running running = jrunc("create");
    try (Call call = engine.call();
        Fd shell = kernel.files().open("/bin/sh")) {
      call.tell(BEGUN, 0, "clean");
      byte[] message =
          switch (kind) {
            case "op" -> message(9, 0);
            case "empty" -> Arrays.copyOf(message(WAIT, 1), 35);
            case "begun" -> bytes(0L, 0L, BEGUN, 0, 0, 2, 0, "one");
            case "spawn" -> Arrays.copyOf(bytes(0L, 0L, SPAWN, 3, 1, 1, 0, "sh"), 38);
            case "strings" -> bytes(0L, 0L, SPAWN, 3, 1, 2, 0, "sh");
            case "count" -> bytes(0L, 0L, SPAWN, 3, 1, -1, -1, "sh");
            case "foreground" -> bytes(0L, 0L, FOREGROUND, 1, 0, -1, 0, "x");
            case "cold" -> message(COLD, 0);
            default -> new byte[128 * 1024 + 1];
          };
      call.send(message, shell);
      assertThat(call.hear()).isEmpty();
    }
    assertThat(running.output()).isEqualTo("cold: clean\n");
    assertThat(running.error()).isEqualTo("jrunc: the engine ended in the middle of create\n");
    assertThat(running.code()).isEqualTo(1);
  }

  @Test
  void aProgramInTheForegroundGetsTheSignalsAndGivesItsExitCode() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call();
        PipeEnds pipe = kernel.files().pipe2()) {
      int child =
          call.spawnShell(
              "trap 'echo got; exit 7' TERM; echo ready >&3; while :; do sleep 0.1; done",
              pipe.writer());
      kernel.files().read(pipe.reader(), new byte[8]);
      call.tell(FOREGROUND, child);
      assertThat(call.hear()).as("the connection ends").isEmpty();
    }
    engine.close();
    running.terminate(kernel);
    assertThat(running.output()).isEqualTo("got\n");
    assertThat(running.code()).isEqualTo(7);
  }

  @Test
  void aSignalThatCameBeforeTheForegroundIsPassedOnAndItsEndIsTold() throws Exception {
    Running running = jrunc("exec", "c1");
    try (Call call = engine.call()) {
      running.terminate(kernel);
      int child = call.spawnShell("while :; do sleep 0.1; done");
      call.tell(FOREGROUND, child);
    }
    assertThat(running.code()).isEqualTo(128 + Signal.SIGTERM.number());
  }

  @Test
  void afterTheForegroundTheEngineIsToldTheEndAndGivesTheExitCode() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("exit 5");
      call.tell(BEGUN, 0, "delete", "c1");
      assertThat(call.ask(FOREGROUND, child, "finish", "c1", END)).isEqualTo(end(CLD_EXITED, 5));
      call.tell(FILES);
      assertThat(call.askToWrite(1, "done")).isZero();
      call.exit(11);
    }
    assertThat(running.output()).isEqualTo("done");
    assertThat(running.code()).isEqualTo(11);
  }

  @Test
  void anEngineThatDoesNotFinishIsLeftForAJvm() throws Exception {
    Running running = jrunc("exec", "c1", "x");
    try (Call call = engine.call()) {
      int child = call.spawnShell("kill -9 $$");
      call.ask(FOREGROUND, child, "finish", "c1", END);
      call.tell(COLD);
      assertGoesCold(running, "finish c1 008589934601");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEngineThatIsGoneByTheEndIsAskedAnew(boolean hears) throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("kill -9 $$");
      call.tell(BEGUN, 0, "delete", "c1");
      call.tell(FOREGROUND, child, "finish", "c1", END);
      if (hears) {
        assertThat(call.hear()).hasValue(end(CLD_KILLED, 9));
        call.tell(FILES);
      }
    }
    try (Call call = engine.call()) {
      assertThat(call.words()).containsExactly("finish", "c1", "008589934601");
      assertThat(call.environment()).contains("A=b=ü");
      call.exit(11);
    }
    assertThat(running.code()).isEqualTo(11);
  }

  @Test
  void withoutAnEngineAJvmFinishes() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("exit 5");
      engine.close();
      call.tell(FOREGROUND, child, "finish", "c1", END);
    }
    assertGoesCold(running, "finish c1 004294967301");
  }

  @Test
  void anEngineThatEndsWhileItFinishesIsCleanedUpAfter() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("exit 5");
      call.tell(FOREGROUND, child, "finish", END);
    }
    try (Call call = engine.call()) {
      call.tell(BEGUN, 0, "delete", "c1");
    }
    assertThat(running.output()).isEqualTo("cold: delete c1\n");
    assertThat(running.code()).isEqualTo(1);
  }

  @Test
  void anEngineThatEndsAfterItsFirstWordsOfTheEndIsReplacedByAJvm() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("exit 5");
      call.tell(FOREGROUND, child, "finish", "c1", END);
    }
    try (Call call = engine.call()) {
      call.spawnShell("exit 0");
    }
    assertGoesCold(running, "finish c1 004294967301");
  }

  @Test
  void aProgramThatNobodyHasAnyMoreIsAnError() throws Exception {
    Running running = jrunc("run", "c1");
    try (Call call = engine.call()) {
      int child = call.spawnShell("exit 0");
      assertThat(call.await(child)).isEqualTo(end(CLD_EXITED, 0));
      call.tell(FOREGROUND, child);
    }
    assertThat(running.code()).isEqualTo(1);
  }

  @Test
  void theTerminalIsRawMeanwhileAndItsSizeIsGivenOn() throws Exception {
    String line = "stty rows 12 cols 34; %s run c1; echo code $?; stty -a".formatted(JRUNC);
    Running running = start(List.of("script", "-qec", line, "/dev/null"));
    try (Call call = engine.call()) {
      foregroundOnTerminal(
          call,
          "stty raw -echo opost; until stty size | grep '12 34'; do sleep 0.1; done;"
              + " head -c 3 | od -c; exit 4");
    }
    running.awaitOutput("12 34");
    running.process().getOutputStream().write(new byte[] {3, 26, 4}); // Ctrl-C, Ctrl-Z, Ctrl-D
    running.process().getOutputStream().flush();
    assertThat(running.output())
        .contains("003 032 004", "code 4\r\n", " icanon ", " echo ")
        .doesNotContain("-opost");
    assertThat(running.code()).isZero();
  }

  @Test
  void aProgramThatReadsNothingStillGetsSignalsAndAllItsOutputIsShown() throws Exception {
    Running running = through("exec \"$@\" < <(yes)", "run", "c1");
    try (Call call = engine.call()) {
      String script =
          "stty raw -echo; trap 'seq 3000; exit 6' TERM; echo ready; while :; do sleep 0.1; done";
      foregroundOnTerminal(call, script);
    }
    running.awaitOutput("ready");
    running.terminate(kernel);
    assertThat(running.output()).endsWith("2999\n3000\n");
    assertThat(running.code()).isEqualTo(6);
  }

  @Test
  void anOutputThatIsGoneDoesNotEndTheProgram() throws Exception {
    Running running = jrunc("run", "c1");
    running.process().getInputStream().close();
    try (Call call = engine.call()) {
      foregroundOnTerminal(call, "trap '' HUP; seq 3000 >/dev/tty 2>&1 & sleep 0.1; exit 8");
    }
    assertThat(running.code()).isEqualTo(8);
  }

  private void foregroundOnTerminal(Call call, String script) {
    try (Fd master = kernel.files().open("/dev/ptmx", OpenFlag.O_RDWR, OpenFlag.O_NOCTTY);
        Fd terminal = kernel.terminals().openPeer(master);
        Fd shell = kernel.files().open("/bin/sh")) {
      call.send(bytes(0L, 0L, SPAWN, 0, 4, 3, 1, "sh", "-c", script, "PATH=/usr/bin:/bin"));
      call.send(message(FILES, 0), terminal, terminal, terminal, shell);
      int child = call.hear().orElseThrow().intValue();
      call.send(bytes(0L, 0L, FOREGROUND, child, 1, 0, 0));
      call.send(message(FILES, 0), master);
    }
  }
}
