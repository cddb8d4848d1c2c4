package io.jrunc.installation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.installation.StandIn.Result;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Message;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.linux.jna.JnaKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code jrunc serve} with the real client. Whoever goes the cold way finds a script in the JVM's
 * place, which says so. Needs root, perl and util-linux.
 */
@Timeout(180)
class ServeIT {
  private static final Path INSTALLATION = Path.of(System.getProperty("jrunc.installation", ""));
  private static final String JRUNC = INSTALLATION.resolve("bin/jrunc").toString();
  private static final String UNKNOWN = "state nobody: container does not exist";

  @TempDir Path folder;
  private final List<Engine> engines = new ArrayList<>();
  private StandIn cold;

  @BeforeEach
  void makeTheColdWay() throws IOException {
    cold =
        StandIn.of(
            folder,
            """
            #!/bin/sh
            echo cold
            """);
  }

  @AfterEach
  void noEngineStays() throws Exception {
    for (Engine engine : engines) {
      engine.process().destroyForcibly().waitFor();
    }
  }

  private String root() {
    return folder.resolve("root").toString();
  }

  private Path socket() {
    return folder.resolve("root/=serve");
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** An engine, and what it tells after it has begun to serve. */
  private record Engine(Process process, BufferedReader told) {
    /** Its exit code and what it told, after SIGTERM. */
    Result end() throws Exception {
      process.toHandle().destroy(); // which leaves its output open
      return awaitEnd();
    }

    Result awaitEnd() throws Exception {
      String rest = told.lines().collect(Collectors.joining("\n"));
      return new Result(process.waitFor(), "", rest);
    }
  }

  private Engine engine(String... line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().remove("JRUNC_ENGINE");
    Process process = builder.start();
    Engine engine = new Engine(process, process.errorReader(UTF_8));
    engines.add(engine);
    for (String text = engine.told().readLine(); text != null; text = engine.told().readLine()) {
      if (text.contains("serves at")) {
        return engine;
      }
    }
    throw new IllegalStateException(
        "it does not serve: exit code " + process.onExit().join().exitValue());
  }

  private Engine engine() throws IOException {
    return engine(JRUNC, "--root", root(), "serve");
  }

  private Result call(String... line) {
    return cold.run(folder, Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), line);
  }

  private Result state(String... before) {
    List<String> line = new ArrayList<>(List.of(before));
    line.addAll(List.of(JRUNC, "--root", root(), "state", "nobody"));
    return call(line.toArray(new String[0]));
  }

  private void assertServed() {
    Result result = state();
    assertThat(result.output()).isEmpty();
    assertThat(result.error()).contains(UNKNOWN);
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void oneLikeUsIsServedAndWithoutAnEngineNobodyIs() throws Exception {
    assertThat(state().output()).isEqualTo("cold\n");
    engine();
    assertServed();
    assertThat(call("env", "JRUNC_ENGINE=none", JRUNC, "--root", root(), "state", "x").output())
        .isEqualTo("cold\n");
  }

  @ParameterizedTest
  @CsvSource({
    "another mnt namespace, unshare --mount",
    "another net namespace, unshare --net",
    "another ipc namespace, unshare --ipc",
    "another uts namespace, unshare --uts",
    "another cgroup namespace, unshare --cgroup",
    "another user namespace, unshare --user --map-root-user",
    "another pid_for_children namespace, unshare --pid",
    "another NoNewPrivs, setpriv --no-new-privs",
    "another CapPrm, setpriv --bounding-set -net_raw",
    "another Gid, setpriv --regid 65534 --clear-groups",
  })
  void whoeverHasOtherNamespacesOrRightsGoesTheColdWay(String difference, String wrapper)
      throws Exception {
    Engine engine = engine();
    assertThat(state(wrapper.split(" ", -1)).output()).isEqualTo("cold\n");
    assertServed();
    assertThat(engine.end().error()).contains(difference);
  }

  @Test
  void aPidNamespaceOfItsOwnIsCold() throws Exception {
    engine();
    assertThat(state("unshare", "--pid", "--fork", "--kill-child").output()).isEqualTo("cold\n");
  }

  @Test
  void anotherRootDirectoryIsColdThoughItIsTheSameFolder() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    String script =
        """
        mount --rbind / %1$s || exit 1
        %2$s --root %3$s serve 2>%4$s & engine=$!
        until grep -q 'serves at' %4$s; do kill -0 $engine || exit 1; done
        JRUNC_JAVA=%5$s chroot %1$s %2$s --root %3$s state nobody
        kill $engine; wait $engine; cat %4$s
        """
            .formatted(other, JRUNC, root(), log(), cold.java());
    ProcessBuilder builder = new ProcessBuilder("unshare", "--mount", "sh", "-c", script);
    builder.environment().remove("JRUNC_ENGINE");
    assertThat(Result.of(builder).output()).contains("cold\n", "another root directory");
  }

  @Test
  void anotherUserIsHungUpOnThoughTheSocketIsOpenToAll() throws Exception {
    Engine engine = engine();
    Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(Path.of(root()), PosixFilePermissions.fromString("rwxr-xr-x"));
    Result result =
        call(
            "perl",
            "-e",
            """
            use Socket;
            socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0) or die;
            chdir($ARGV[0]) or die;
            $< = $> = 65534;
            connect($s, sockaddr_un('=serve')) or die "connect: $!";
            print sysread($s, my $answer, 100) ? 'answer' : 'end';
            """,
            root());
    assertThat(result).isEqualTo(new Result(0, "end", ""));
    assertThat(engine.end().error()).contains("of user 65534");
  }

  @Test
  void aSignalEndsItAndTheSocketIsRemoved() throws Exception {
    Result end = engine().end();
    assertThat(end.code()).isZero();
    assertThat(end.error()).contains("ends: SIGTERM", "has ended");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void aSecondEngineIsRefusedAndOneThatWasKilledIsReplaced() throws Exception {
    Engine first = engine();
    Result second = Result.of(new ProcessBuilder(JRUNC, "--root", root(), "serve"));
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.error())
        .contains(
            "serve "
                + socket()
                + ": an engine listens there already: process "
                + first.process().pid());
    first.process().destroyForcibly().waitFor();
    assertThat(state().output()).isEqualTo("cold\n");
    engine();
    assertServed();
  }

  @Test
  void itListensAtTheSocketOfSystemdAndTellsWhenItIsReady() throws Exception {
    SocketCalls sockets = JnaKernel.resident().sockets();
    String notify = folder.resolve("notify").toString();
    String start =
        """
        use Socket;
        $^F = 9;
        mkdir $ARGV[1];
        socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0) or die;
        fileno($s) == 3 or die 'not 3';
        bind($s, sockaddr_un("$ARGV[1]/=serve")) or die;
        listen($s, 10) or die;
        @ENV{'LISTEN_PID', 'LISTEN_FDS', 'NOTIFY_SOCKET'} = ($$, 1, $ARGV[2]);
        exec $ARGV[0], '--root', $ARGV[1], 'serve';
        """;
    try (Fd manager = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM, 0)) {
      sockets.bind(manager, notify);
      Engine engine = engine("perl", "-e", start, JRUNC, root(), notify);
      assertThat(told(sockets, manager)).isEqualTo("READY=1");
      assertServed();
      assertThat(engine.end().code()).isZero();
      assertThat(told(sockets, manager)).isEqualTo("STOPPING=1");
      assertThat(socket()).exists();
    }
  }

  private static String told(SocketCalls sockets, Fd manager) {
    try (Message message = sockets.recvmsg(manager, 100).orElseThrow()) {
      return new String(message.bytes(), UTF_8);
    }
  }

  @Test
  void itEndsWhenNobodyCalls() throws Exception {
    Engine engine = engine(JRUNC, "--root", root(), "serve", "--idle-timeout", "10ms");
    assertThat(engine.awaitEnd().code()).isZero();
    assertThat(socket()).doesNotExist();
  }
}
