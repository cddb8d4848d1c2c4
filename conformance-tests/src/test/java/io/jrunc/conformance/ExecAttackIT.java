package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Swapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that wait for somebody to call exec. */
@Conformance
class ExecAttackIT {

  private static final String NONE = "0000000000000000";
  private static final int ROUNDS = 20;
  private static final int HIGHEST_FD = 10;

  @ParameterizedTest(name = "{0}")
  @CsvSource({"1000, 1000, 0", "1, 1, 0", "1:1, 1, 1", "1000:1, 1000, 1", "0077, 77, 0"})
  @Cve({"CVE-2016-3697", "CVE-2026-30892"})
  void aNumberIsNeverTheNameOfAUserOfTheImage(
      String user, String uid, String gid, Sandbox sandbox) {
    Container container = withUsers(sandbox).launch();
    Outcome outcome = exec(sandbox, container, "--user", user, "sh", "-c", "id -u; id -g");
    assertThat(outcome.succeeds().stdout()).isEqualTo(uid + "\n" + gid + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "root",
        "",
        "+1",
        "-1",
        " 1",
        "1 ",
        "1x",
        "0x1",
        "1:",
        ":1",
        "1:root",
        "4294967296"
      })
  @Cve({"CVE-2016-3697", "CVE-2026-30892"})
  void aUserThatIsNoNumberIsRefused(String user, Sandbox sandbox) {
    Container container = withUsers(sandbox).launch();
    exec(sandbox, container, "--user", user, "id", "-u").fails();
  }

  private static Container withUsers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(
        rootfs.resolve("etc/passwd"),
        """
        1000:x:0:0::/:/bin/sh
        1:x:0:0::/:/bin/sh
        0077:x:0:0::/:/bin/sh
        root:x:0:0::/:/bin/sh
        """);
    HostFiles.write(rootfs.resolve("etc/group"), "1:x:0:\nroot:x:0:\n");
    return container;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "--cap CAP_NET_ADMIN", "--cap CAP_NET_ADMIN --user 1000"})
  @Cve({"CVE-2022-29162", "CVE-2022-27650", "CVE-2025-27612"})
  void theInheritableCapabilitiesAreEmpty(String options, Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    List<String> words = new ArrayList<>(List.of(options.split(" ", 0)));
    words.removeIf(String::isEmpty);
    words.addAll(List.of("cat", "/proc/self/status"));
    Outcome outcome = exec(sandbox, container, words.toArray(String[]::new));
    assertThat(Host.parseStatus(outcome.succeeds().stdout())).containsEntry("CapInh", NONE);
  }

  /** Inheritable capabilities of a file count only together with those of who executes it. */
  @Test
  @Cve({"CVE-2022-27650", "CVE-2022-29162", "CVE-2025-27612"})
  void aUserGetsNothingFromTheInheritableCapabilitiesOfAFile(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path file = container.bundle().addProgram(Path.of("/bin/busybox"), "opt/cat");
    sandbox.program(sandbox.tool("attack"), "filecaps", file.toString()).execute().succeeds();
    container.launch();
    Outcome outcome =
        exec(sandbox, container, "--user", "1000", "/opt/cat", "/proc/self/status").succeeds();
    Map<String, String> status = Host.parseStatus(outcome.stdout());
    assertThat(status).containsEntry("CapPrm", NONE).containsEntry("CapEff", NONE);
  }

  @Test
  @Cve({"CVE-2016-9962", "CVE-2019-5736"})
  void aContainerSeesNothingOfTheRuntimeThatJoinsIt(Sandbox sandbox) {
    assertThat(watched(sandbox, "true"))
        .singleElement()
        .asString()
        .startsWith("met ")
        .isNotEqualTo("met 0");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/proc/self/exe", "/opt/script"})
  @Cve("CVE-2019-5736")
  void aProgramThatIsTheRuntimesOwnCannotBeWritten(String program, Sandbox sandbox) {
    assertThat(watched(sandbox, program)).noneMatch(line -> line.startsWith("wrote"));
  }

  /** What the first process of a container sees of others that are brought into it. */
  private static List<String> watched(Sandbox sandbox, String program) {
    Container container = sandbox.container(c -> c.args("/bin/attack", "watch", "/stop"));
    Path rootfs = container.bundle().rootfs();
    container.bundle().addProgram(Path.of(sandbox.tool("attack")), "bin/attack");
    HostFiles.mode(HostFiles.write(rootfs.resolve("opt/script"), "#!/proc/self/exe\n"), "0755");
    container.launch().awaitWritten("watching");
    for (int i = 0; i < ROUNDS; i++) {
      exec(sandbox, container, program);
    }
    HostFiles.write(rootfs.resolve("stop"), "");
    container.awaitStatus("stopped");
    return container.written().lines().skip(1).toList();
  }

  @Test
  @Cve({"CVE-2024-21626", "CVE-2016-9962"})
  void theProgramFindsNoFolderAmongItsOpenFiles(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    String script =
        "for fd in /proc/self/fd/* /proc/1/fd/*; do [ -d $fd ] && ls -l $fd; done; true";
    Command exec = execCommand(sandbox, container, "sh", "-c", script);
    assertThat(exec.after("exec 3</ 4</etc 9</tmp").execute().succeeds().stdout()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/proc/self/fd/%d", "/proc/thread-self/fd/%d/.", "/link/%d"})
  @Cve("CVE-2024-21626")
  void noOpenFileIsAWayToAWorkingDirectoryOutside(String path, Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    HostFiles.symlink(container.bundle().rootfs().resolve("link"), "/proc/self/fd");
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    container.launch();
    for (int fd = 3; fd < HIGHEST_FD; fd++) {
      String cwd = String.format(path, fd);
      Outcome outcome =
          execCommand(sandbox, container, "--cwd", cwd, "sh", "-c", "ls; ls ..")
              .after("exec 3<" + secret.getParent() + " 7<" + secret.getParent())
              .execute();
      assertThat(outcome.stdout()).as(outcome::toString).doesNotContain("secret");
    }
  }

  @Test
  @Cve("CVE-2024-21626")
  void aPreservedFolderOfTheHostCannotBeTheWorkingDirectory(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    Outcome outcome =
        execCommand(sandbox, container, "--preserve-fds", "1", "--cwd", "/proc/self/fd/3", "ls")
            .after("exec 3<" + secret.getParent())
            .execute();
    assertThat(outcome.fails().stdout()).doesNotContain("secret");
  }

  @Test
  @Cve("CVE-2024-21626")
  void aWorkingDirectoryThatIsSwappedWithALinkToAnOpenFileIsInside(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path rootfs = container.bundle().rootfs();
    HostFiles.folder(rootfs.resolve("work"));
    HostFiles.symlink(rootfs.resolve("link"), "/proc/self/fd/3");
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    container.launch();
    Swapping.rounds(
        sandbox,
        rootfs.resolve("work"),
        rootfs.resolve("link"),
        () -> {
          Outcome outcome =
              execCommand(
                      sandbox, container, "--preserve-fds", "1", "--cwd", "/work", "sh", "-c", "ls")
                  .after("exec 3<" + secret.getParent())
                  .execute();
          assertThat(outcome.stdout()).as(outcome::toString).doesNotContain("secret");
        });
  }

  /** Where the runtime would write labels, limits and scores, files of the container lie. */
  @Test
  @Cve({"CVE-2019-16884", "CVE-2025-52881", "CVE-2025-62596"})
  void aContainerThatHidesItsProcCapturesNothing(Sandbox sandbox) {
    String script =
        "mount -t tmpfs fake /proc && for d in self thread-self 1; do mkdir -p"
            + " /proc/$d/attr/apparmor; for f in oom_score_adj attr/exec attr/keycreate"
            + " attr/apparmor/exec setgroups; do echo kept > /proc/$d/$f; done; done; mkdir -p"
            + " /proc/sys; echo ready; until [ -e /stop ]; do sleep 0.05; done; cat $(find /proc"
            + " -type f) | sort -u";
    Container container =
        sandbox.container(
            c -> {
              c.sh(script).set("/process/oomScoreAdj", 500);
              for (String set : List.of("bounding", "effective", "permitted")) {
                c.add("/process/capabilities/" + set, "CAP_SYS_ADMIN");
              }
            });
    container.launch().awaitWritten("ready");
    exec(sandbox, container, "true");
    HostFiles.write(container.bundle().rootfs().resolve("stop"), "");
    container.awaitStatus("stopped");
    assertThat(container.written()).isEqualTo("ready\nkept\n");
  }

  @Test
  @Cve("CVE-2025-52565")
  void aTerminalIsNotTakenFromAPtmxThatIsAnotherFile(Sandbox sandbox) {
    Container container =
        sandbox.container(c -> c.sleeping().withoutMount("/dev/pts").withoutMount("/dev"));
    Path target = HostFiles.write(container.bundle().rootfs().resolve("etc/target"), "kept");
    HostFiles.symlink(container.bundle().rootfs().resolve("dev/pts/ptmx"), "/etc/target");
    container.launch();
    Console console = Console.open(sandbox);
    Outcome outcome =
        exec(sandbox, container, "--tty", "--console-socket", console.socket(), "-d", "true");
    console.close();
    outcome.fails();
    assertThat(HostFiles.read(target)).isEqualTo("kept");
  }

  /** A reader of a fifo waits for ever. */
  @Test
  void aListOfUsersThatIsAFifoKeepsNobodyWaiting(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.sleeping().set("/process/env", List.of()));
    Path fifo = container.bundle().rootfs().resolve("etc/passwd");
    sandbox.program("mkfifo", "-m", "644", fifo.toString()).execute().succeeds();
    container.launch();
    exec(sandbox, container, "/bin/echo", "ran").succeeds();
  }

  private static Outcome exec(Sandbox sandbox, Container container, String... words) {
    return execCommand(sandbox, container, words).execute();
  }

  /** A call of exec: options first, then the command. */
  private static Command execCommand(Sandbox sandbox, Container container, String... words) {
    int options = 0;
    while (options < words.length && words[options].startsWith("-")) {
      options += words[options].equals("--tty") || words[options].equals("-d") ? 1 : 2;
    }
    List<String> line = new ArrayList<>(List.of("exec"));
    line.addAll(List.of(words).subList(0, options));
    line.add(container.id());
    line.addAll(List.of(words).subList(options, words.length));
    return sandbox.runtime().command(line.toArray(String[]::new));
  }
}
