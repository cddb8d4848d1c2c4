package io.jrunc.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.state.ProcessIdentity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's side of a connection, with clients that behave and clients that don't. */
@Timeout(120)
class ServerTest {
  private static final Path TRUE = Path.of("/bin/true");

  @TempDir Path folder;
  private final StubCommands commands = new StubCommands().with("good", (door, out, err) -> 7);

  @Test
  void outputGoesToTheClientAndTheExitCodeComesLast() throws Exception {
    commands.with(
        "talk",
        (door, out, err) -> {
          out.print("hello\n");
          err.print("oh\n");
          return 3;
        });
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient client = engine.client("talk")) {
      assertThat(client.serve()).isEqualTo("EXIT 3");
      assertThat(client.output()).isEqualTo("1hello\n2oh\n");
    }
  }

  @Test
  void whatTheClientCouldNotWriteIsAnErrorOfTheStream() throws Exception {
    commands.with(
        "talk",
        (door, out, err) -> {
          out.print("hello");
          return out.checkError() ? 1 : 0;
        });
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient client = engine.client("talk")) {
      client.receive();
      client.answer(-28); // ENOSPC
      assertThat(client.serve()).isEqualTo("EXIT 1");
    }
  }

  @Test
  void longOutputIsCutIntoMessages() throws Exception {
    String line = "x".repeat(300 * 1024);
    commands.with(
        "talk",
        (door, out, err) -> {
          out.print(line);
          return 0;
        });
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient client = engine.client("talk")) {
      assertThat(client.serve()).isEqualTo("EXIT 0");
      assertThat(client.output().replace("1", "")).isEqualTo(line);
    }
  }

  @Test
  void aChildIsTheClientsAndGetsDescriptorsAtItsNumbers() throws Exception {
    commands.with("child", (door, out, err) -> end(door, child(door, 600)).code());
    try (TestEngine engine = new TestEngine(folder, commands)) {
      assertThat(engine.run("child")).isEqualTo("EXIT 0");
    }
  }

  @Test
  void aRefusalOfTheClientsKernelHasItsNumber() throws Exception {
    commands.with("child", (door, out, err) -> end(door, child(door, 0)).code());
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient client = engine.client("child")) {
      client.receive();
      client.answer(-13);
      assertThat(client.serve()).isEqualTo("COLD"); // nothing has begun
      assertThat(engine.told().toString()).contains("posix_spawn /bin/true: permission denied");
    }
  }

  @Test
  void theUmaskIsTheClients() throws Exception {
    commands.with(
        "touch",
        (door, out, err) -> {
          try {
            Files.writeString(folder.resolve("new"), "");
            return 0;
          } catch (IOException e) {
            return 1;
          }
        });
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient client = engine.client()) {
      HelloBytes hello = new HelloBytes();
      hello.words.add("touch");
      int before = TestEngine.KERNEL.processes().umask(0766);
      try {
        client.send(hello.bytes());
        assertThat(client.serve()).isEqualTo("EXIT 0");
      } finally {
        TestEngine.KERNEL.processes().umask(before);
      }
    }
    Path made = folder.resolve("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .as("without the umask's bits, but for the owner's")
        .isEqualTo("rw-------");
    Files.writeString(folder.resolve("ours"), "");
    assertThat(Files.getPosixFilePermissions(folder.resolve("ours"))).hasSizeGreaterThan(2);
  }

  @Test
  void whatAnEngineDoesNotDoIsCold() throws Exception {
    try (TestEngine engine = new TestEngine(folder, commands)) {
      assertThat(engine.run("unknown")).isEqualTo("COLD");
      assertThat(engine.run()).isEqualTo("COLD");
    }
  }

  @Test
  void anotherProtocolIsCold() throws Exception {
    try (TestEngine engine = new TestEngine(folder, commands)) {
      HelloBytes hello = new HelloBytes();
      hello.words.add("good");
      hello.protocol = 1;
      assertThat(answerTo(engine, hello.bytes())).isEqualTo("COLD");
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
  }

  @Test
  void aClientOfAnotherInstallationIsCold() throws Exception {
    Path jar = Files.writeString(folder.resolve("jar"), "");
    try (TestEngine engine = new TestEngine(folder, commands, Path.of("/bin/sh"), jar)) {
      assertThat(engine.run("good")).isEqualTo("COLD");
      assertThat(engine.run("good")).as("it has not ended").isEqualTo("COLD");
      assertThat(engine.told()).contains("cold: another installation");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "replaced", "removed"})
  void anEngineWhoseInstallationIsOfAnotherVersionEnds(String fate) throws Exception {
    Path jar = Files.writeString(folder.resolve("jar"), "one");
    Path program = Path.of("/proc/self/exe");
    try (TestEngine engine = new TestEngine(folder, commands, program, jar)) {
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
      switch (fate) {
        case "changed" -> change(jar);
        case "replaced" ->
            Files.move(
                Files.writeString(folder.resolve("new"), "one"),
                jar,
                StandardCopyOption.REPLACE_EXISTING);
        default -> Files.delete(jar);
      }
      assertThat(engine.run("good")).isEqualTo("COLD");
      engine.awaitEnd();
      assertThat(engine.told()).contains("ends: what is installed is another version now");
    }
  }

  @Test
  void anInstallationThatGetsOtherNamesAndPermissionsIsTheSame() throws Exception {
    Path jar = Files.writeString(folder.resolve("jar"), "one");
    try (TestEngine engine = new TestEngine(folder, commands, Path.of("/proc/self/exe"), jar)) {
      Files.createLink(folder.resolve("backup"), jar); // as perf does with what it has recorded
      Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--------"));
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
  }

  /** A kernel's clock of files may stand still for some milliseconds. */
  private static void change(Path file) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    while (Files.getLastModifiedTime(file).equals(before)) {
      Files.writeString(file, "two");
    }
  }

  @Test
  void garbageIsHungUpOnAndOthersAreServed() throws Exception {
    byte[] whole = new HelloBytes().bytes();
    try (TestEngine engine = new TestEngine(folder, commands)) {
      for (byte[] garbage :
          List.of(
              new byte[] {1},
              "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
              new byte[Hello.LONGEST],
              new byte[Hello.LONGEST + 1],
              Arrays.copyOf(whole, whole.length - 1),
              Arrays.copyOf(whole, whole.length + 1))) {
        assertThat(answerTo(engine, garbage)).as("%d bytes", garbage.length).isEqualTo("end");
        assertThat(engine.run("good")).isEqualTo("EXIT 7");
      }
      assertThat(engine.told()).contains("closed a connection: no client says that");
    }
  }

  @Test
  void fourHundredWhoSayNothingKeepNobodyFromBeingServed() throws Exception {
    List<FakeClient> silent = new ArrayList<>();
    try (TestEngine engine = new TestEngine(folder, commands)) {
      for (int i = 0; i < 400; i++) {
        silent.add(engine.client());
      }
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    } finally {
      silent.forEach(FakeClient::close);
    }
  }

  @Test
  void ofTwoHundredAtOnceEachIsServedOrToldToGoItsOwnWay() throws Exception {
    CountDownLatch many = new CountDownLatch(Workers.MOST);
    commands.with("wait", waiting(many, many));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestEngine engine = new TestEngine(folder, commands)) {
      List<Future<String>> ends = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ends.add(threads.submit(() -> engine.run("wait")));
      }
      int served = 0;
      for (Future<String> end : ends) {
        assertThat(end.get()).isIn("EXIT 0", "end");
        served += end.get().equals("end") ? 0 : 1;
      }
      assertThat(served).isGreaterThanOrEqualTo(Workers.MOST);
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void whoeverFindsAllWorkersBusyForLongIsLeftToItself() throws Exception {
    CountDownLatch busy = new CountDownLatch(Workers.MOST);
    CountDownLatch released = new CountDownLatch(1);
    commands.with("hold", waiting(busy, released));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestEngine engine = new TestEngine(folder, commands)) {
      List<Future<String>> ends = new ArrayList<>();
      for (int i = 0; i < Workers.MOST; i++) {
        ends.add(threads.submit(() -> engine.run("hold")));
      }
      busy.await();
      assertThat(engine.run("good")).isEqualTo("end");
      released.countDown();
      for (Future<String> end : ends) {
        assertThat(end.get()).isEqualTo("EXIT 0");
      }
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    } finally {
      released.countDown();
      threads.shutdown();
    }
  }

  @Test
  void aFailureThatShouldNotBeGoesTheColdWayOrEndsTheConnection() throws Exception {
    for (Throwable failure :
        List.of(new IllegalStateException("x"), new OutOfMemoryError(), new StackOverflowError())) {
      commands.with("break", (door, out, err) -> ServerTest.<RuntimeException>raise(failure));
      commands.with(
          "begin and break",
          (door, out, err) -> {
            door.begins("c1", Optional.of(new ProcessIdentity(1, 2)));
            return ServerTest.<RuntimeException>raise(failure);
          });
      commands.with(
          "talk and break",
          (door, out, err) -> {
            out.print("x");
            out.flush();
            return ServerTest.<RuntimeException>raise(failure);
          });
      try (TestEngine engine = new TestEngine(folder, commands)) {
        assertThat(engine.run("break")).isEqualTo("COLD");
        assertThat(engine.run("begin and break")).isEqualTo("end");
        assertThat(engine.run("talk and break")).isEqualTo("end");
        assertThat(engine.run("good")).isEqualTo("EXIT 7");
      }
    }
  }

  /** Each of them leaves in the middle; the engine undoes what it has begun, and forgets them. */
  @Test
  void clientsThatEndAnywhereLeaveNothingBehind() throws Exception {
    commands.with("talk", (door, out, err) -> print(out, "x".repeat(1 << 20)));
    commands.with(
        "make",
        (door, out, err) -> {
          door.begins("c1", Optional.of(new ProcessIdentity(1, 2)));
          Pid child = child(door, 3);
          return end(door, child).code();
        });
    try (TestEngine engine = new TestEngine(folder, commands)) {
      engine.run("make");
      long before = openFiles();
      for (int i = 0; i < 50; i++) {
        engine.client().close();
        engine.client("talk").close();
        leaveAfter(engine, "talk", 1);
        leaveAfter(engine, "make", 0);
        leaveAfter(engine, "make", 1);
        leaveAfter(engine, "make", 2);
      }
      assertThat(engine.run("make")).isEqualTo("EXIT 0");
      assertThat(engine.end()).isZero();
      assertThat(openFiles()).isLessThanOrEqualTo(before);
    }
  }

  @Test
  void oneThatNeverAnswersKeepsNobodyFromBeingServed() throws Exception {
    commands.with("talk", (door, out, err) -> print(out, "x".repeat(1 << 20)));
    try (TestEngine engine = new TestEngine(folder, commands);
        FakeClient slow = engine.client("talk")) {
      slow.receive();
      for (int i = 0; i < 100; i++) {
        assertThat(engine.run("good")).isEqualTo("EXIT 7");
      }
      slow.answer(0);
      assertThat(slow.serve()).isEqualTo("EXIT 0");
    }
  }

  @Test
  void theEndOfAProgramIsToldOnTheSameConnectionAndFinishedThere() throws Exception {
    commands.with("run", ServerTest::handOver);
    commands.with("finish c1 4294967301", (door, out, err) -> print(out, "gone") + 9);
    commands.with("finish c1 8589934601", (door, out, err) -> 137);
    try (TestEngine engine = new TestEngine(folder, commands)) {
      for (int i = 0; i < 2; i++) {
        try (FakeClient client = engine.client("run");
            FakeClient other = engine.client("run")) {
          assertThat(client.serve()).isEqualTo("FOREGROUND [finish, c1, 000000000000000000]");
          assertThat(other.serve()).isEqualTo("FOREGROUND [finish, c1, 000000000000000000]");
          other.answer(2L << 32 | 9);
          assertThat(other.serve()).isEqualTo("EXIT 137");
          client.answer(1L << 32 | 5);
          assertThat(client.serve()).isEqualTo("EXIT 9");
          assertThat(client.output()).isEqualTo("1gone");
          assertThat(client.receive()).isEmpty();
        }
      }
    }
  }

  @Test
  void whatIsNoEndOfAProgramIsGarbageAndOneThatCannotBeFinishedIsCold() throws Exception {
    commands.with("run", ServerTest::handOver);
    try (TestEngine engine = new TestEngine(folder, commands)) {
      for (byte[] garbage :
          List.of(new byte[0], new byte[4], new byte[8], new byte[9], new HelloBytes().bytes())) {
        try (FakeClient client = engine.client("run")) {
          client.serve();
          client.send(garbage);
          assertThat(client.serve()).as("%d bytes", garbage.length).isEqualTo("end");
        }
      }
      try (FakeClient client = engine.client("run")) {
        client.serve();
        client.answer(1L << 32);
        assertThat(client.serve()).isEqualTo("COLD");
      }
    }
  }

  @Test
  void whoFindsNoRoomToWaitInIsLeftToAskAnewAndWhoeverEndsMakesRoom() throws Exception {
    commands.with("run", ServerTest::handOver);
    commands.with("finish c1 4294967301", (door, out, err) -> 5);
    List<FakeClient> waiting = new ArrayList<>();
    try (TestEngine engine = new TestEngine(folder, commands)) {
      long before = openFiles();
      for (int i = 0; i <= WaitingRoom.MOST; i++) {
        waiting.add(engine.client("run"));
        assertThat(waiting.get(i).serve()).startsWith("FOREGROUND");
      }
      List<PollRequest> sockets = waiting.stream().map(FakeClient::readable).toList();
      assertThat(TestEngine.KERNEL.files().poll(sockets).stream().filter(e -> !e.isEmpty()))
          .as("one of them is hung up on")
          .hasSize(1);
      waiting.forEach(FakeClient::close);
      String end = "end";
      while (end.equals("end")) { // until the engine has seen that one of them has ended
        try (FakeClient client = engine.client("run")) {
          client.serve();
          end = told(client, 1L << 32 | 5);
        }
      }
      assertThat(end).isEqualTo("EXIT 5");
      assertThat(engine.end()).isZero();
      assertThat(openFiles()).isLessThanOrEqualTo(before);
    } finally {
      waiting.forEach(FakeClient::close);
    }
  }

  /** The end of a client that tells this end of its program, if the engine still wants to know. */
  private static String told(FakeClient client, long end) {
    try {
      client.answer(end);
      return client.serve();
    } catch (KernelException e) {
      return "end";
    }
  }

  @Test
  void anEngineEndsThoughSomebodyWaitsForAProgram() throws Exception {
    commands.with("run", ServerTest::handOver);
    try (TestEngine engine = new TestEngine(folder, commands, Duration.ofSeconds(1));
        FakeClient client = engine.client("run")) {
      assertThat(client.serve()).startsWith("FOREGROUND");
      engine.awaitEnd();
      assertThat(engine.told()).containsExactly("ends: nobody has come for 1 s");
      assertThat(engine.end()).isZero();
      assertThat(client.receive()).isEmpty();
    }
  }

  @Test
  void whoseWordsAnEngineCanNotEvenReadIsHungUpOn() throws Exception {
    try (TestEngine engine = new TestEngine(folder, commands.withUnreadable("run"));
        FakeClient client = engine.client("run")) {
      assertThat(client.serve()).isEqualTo("end");
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
  }

  /** Leaves the client to wait for a program. */
  private static int handOver(FrontDoor door, PrintStream out, PrintStream err) {
    Pid self = TestEngine.KERNEL.processes().getpid();
    try (Attendant attendant = door.attend();
        PidFd program = TestEngine.KERNEL.processes().pidfdOpen(self)) {
      FinishRequest rest = new FinishRequest("c1", FinishRequest.Program.INIT, 0);
      assertThat(attendant.await(program, Optional.of(rest))).isEmpty();
      return Attendant.HANDED_OVER;
    }
  }

  @Test
  void aSecondEngineIsRefusedByName() throws Exception {
    try (TestEngine engine = new TestEngine(folder, commands)) {
      assertThatThrownBy(() -> ListeningSocket.at(TestEngine.KERNEL, engine.path()))
          .isInstanceOf(OperationException.class)
          .hasMessage(
              "serve %s: an engine listens there already: process %d",
              engine.path(), ProcessHandle.current().pid());
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
  }

  @Test
  void theSocketOfADeadEngineIsReplacedAndOursIsRemovedAtTheEnd() throws Exception {
    try (Fd dead =
        TestEngine.KERNEL.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0)) {
      TestEngine.KERNEL.sockets().bind(dead, folder.resolve("=serve").toString());
    }
    try (TestEngine engine = new TestEngine(folder, commands)) {
      assertThat(Files.getPosixFilePermissions(engine.path())).hasSize(2); // rw-------
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
    assertThat(folder.resolve("=serve")).doesNotExist();
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("=serve"), "precious");
    assertThatThrownBy(() -> new TestEngine(folder, commands))
        .hasMessageEndingWith("=serve: is there, and no socket");
    assertThat(folder.resolve("=serve")).hasContent("precious");
  }

  @Test
  void theFolderOfTheSocketIsMadeForItsOwnerOnly() throws Exception {
    Path deep = folder.resolve("a/b");
    try (TestEngine engine = new TestEngine(deep, commands)) {
      assertThat(Files.getPosixFilePermissions(deep)).hasSize(3); // rwx------
      assertThat(engine.run("good")).isEqualTo("EXIT 7");
    }
  }

  @Test
  void anEngineThatNobodyAsksEnds() throws Exception {
    try (TestEngine engine = new TestEngine(folder, commands, Duration.ofMillis(1))) {
      engine.awaitEnd();
      assertThat(engine.told()).containsExactly("ends: nobody has come for 0 s");
    }
  }

  private static int print(PrintStream out, String text) {
    out.print(text);
    return out.checkError() ? 1 : 0;
  }

  private static String answerTo(TestEngine engine, byte[] message) {
    try (FakeClient client = engine.client()) {
      client.send(message);
      return client.serve();
    }
  }

  private static void leaveAfter(TestEngine engine, String word, int requests) {
    try (FakeClient client = engine.client(word)) {
      for (int i = 0; i < requests; i++) {
        client.receive().ifPresent(client::serve);
      }
    }
  }

  private static Pid child(FrontDoor door, int descriptors) {
    try (Fd program = TestEngine.KERNEL.files().open(TRUE.toString(), OpenFlag.O_RDONLY)) {
      List<Fd> slots = new ArrayList<>();
      for (int i = 0; i < descriptors; i++) {
        slots.add(program);
      }
      return door.kernel()
          .processes()
          .posixSpawn(
              new Spawn(program, List.of("true"), List.of("A=1"), 100, slots, SignalSet.EMPTY));
    }
  }

  private static ExitStatus end(FrontDoor door, Pid child) {
    return door.kernel().processes().waitid(child);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> int raise(Throwable failure) throws T {
    throw (T) failure;
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  /** Tells that it is there, and waits to be released. */
  private static StubCommands.Work waiting(CountDownLatch arrived, CountDownLatch released) {
    return (door, out, err) -> {
      arrived.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        return 1;
      }
      return 0;
    };
  }
}
