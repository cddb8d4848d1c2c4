package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container's own program tries while the runtime is still on its way in. */
@Conformance
class InsideAttackIT {

  private static final int ROUNDS = 5;
  private static final int HIGHEST_FD = 10;

  @Test
  void theWatcherFindsAProgramThatCanBeWritten(Sandbox sandbox) {
    Container other = sandbox.container(c -> c.args("/opt/sleep", "0.1"));
    other.bundle().addProgram(Path.of("/bin/busybox"), "opt/sleep");
    assertThat(watched(sandbox, other)).contains("exe /opt/sleep", "wrote /opt/sleep");
  }

  @Test
  @Cve({"CVE-2019-5736", "CVE-2016-9962"})
  void aContainerSeesNothingOfARuntimeThatJoinsItsPidNamespace(Sandbox sandbox) {
    List<String> seen = watched(sandbox, sandbox.container(c -> c.args("true")));
    assertThat(seen).singleElement().asString().startsWith("met ").isNotEqualTo("met 0");
  }

  /** The runtime itself becomes the container's program, and that can be opened by then. */
  @Test
  @Cve("CVE-2019-5736")
  void aProgramThatIsTheRuntimesOwnCannotBeWritten(Sandbox sandbox) {
    assertThat(watched(sandbox, sandbox.container(c -> c.args("/proc/self/exe"))))
        .noneMatch(line -> line.startsWith("wrote"));
  }

  @Test
  @Cve("CVE-2019-5736")
  void evenWhoMayTraceTheRuntimeCannotWriteIt(Sandbox sandbox) {
    assertThat(watched(sandbox, sandbox.container(c -> c.args("true")), "CAP_SYS_PTRACE"))
        .noneMatch(line -> line.startsWith("wrote"));
  }

  /**
   * What a container sees of another that joins its pid namespace, made and run several times.
   *
   * @param rights further capabilities of the container that looks
   */
  private static List<String> watched(Sandbox sandbox, Container other, String... rights) {
    Container watcher =
        sandbox.container(
            c -> {
              c.args("/bin/attack", "watch", "/stop");
              for (String right : rights) {
                for (String set : List.of("bounding", "effective", "permitted")) {
                  c.add("/process/capabilities/" + set, right);
                }
              }
            });
    watcher.bundle().addProgram(Path.of(sandbox.tool("attack")), "bin/attack");
    watcher.launch().awaitWritten("watching");
    String namespace = "/proc/" + watcher.pid() + "/ns/pid";
    other.bundle().write(other.bundle().config().namespaceAt("pid", namespace));
    for (int i = 0; i < ROUNDS; i++) {
      other.create().succeeds();
      other.start();
      other.awaitStatus("stopped").delete().succeeds();
    }
    HostFiles.write(watcher.bundle().rootfs().resolve("stop"), "");
    watcher.awaitStatus("stopped");
    return watcher.written().lines().skip(1).toList();
  }

  @Test
  @Cve({"CVE-2024-21626", "CVE-2016-9962"})
  void aCreatedContainerHasNoFolderOpenNotEvenOnesThatTheCallerLeaks(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.make(container.making("create").after("exec 3</ 4</etc 9</tmp")).await().succeeds();
    assertThat(Host.openFiles(container.pid()))
        .map(fd -> Path.of("/proc", Long.toString(container.pid()), "fd", fd))
        .noneMatch(Files::isDirectory);
  }

  @Test
  @Cve("CVE-2024-21626")
  void theProgramFindsNoFolderAmongItsOpenFiles(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c ->
                c.sh(
                    "for fd in /proc/self/fd/* /proc/1/fd/*; do [ -d $fd ] && ls -l $fd; done;"
                        + " true"));
    Outcome outcome = container.making("run").after("exec 3</ 4</etc 9</tmp").execute();
    assertThat(outcome.succeeds().stdout()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/proc/self/fd/%d", "/proc/thread-self/fd/%d/.", "/link/%d"})
  @Cve("CVE-2024-21626")
  void noOpenFileIsAWayToAWorkingDirectoryOutside(String path, Sandbox sandbox) {
    Container container = sandbox.container(c -> c.sh("ls /proc/self/cwd/; ls .."));
    HostFiles.symlink(container.bundle().rootfs().resolve("link"), "/proc/self/fd");
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    for (int fd = 3; fd < HIGHEST_FD; fd++) {
      Config config = container.bundle().config().set("/process/cwd", String.format(path, fd));
      container.bundle().write(config);
      Outcome outcome =
          container
              .making("run")
              .after("exec 3<" + secret.getParent() + " 7<" + secret.getParent())
              .execute();
      assertThat(outcome.stdout()).as(outcome::toString).doesNotContain("secret");
    }
  }

  @Test
  @Cve("CVE-2024-21626")
  void aPreservedFolderOfTheHostCannotBeTheWorkingDirectory(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.sh("ls").set("/process/cwd", "/proc/self/fd/3"));
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    Outcome outcome =
        container
            .making("run", "--preserve-fds", "1")
            .after("exec 3<" + secret.getParent())
            .execute();
    assertThat(outcome.fails().stdout()).doesNotContain("secret");
  }

  @Test
  @Cve("CVE-2024-21626")
  void noOpenFileIsAWayToAProgramOutside(Sandbox sandbox) {
    Path secret = HostFiles.write(sandbox.newFolder().resolve("secret"), "");
    HostFiles.mode(HostFiles.write(secret, "#!/bin/sh\necho reached\n"), "0755");
    Container container = sandbox.container();
    for (int fd = 3; fd < HIGHEST_FD; fd++) {
      container.bundle().write(container.bundle().config().args("/proc/self/fd/" + fd + "/secret"));
      Outcome outcome = container.making("run").after("exec 3<" + secret.getParent()).execute();
      assertThat(outcome.stdout()).as(outcome::toString).isEmpty();
    }
  }

  /** Opening a device sets some of them off, and outside of the container nothing forbids it. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"program", "interpreter"})
  void aProgramThatIsNoFileIsNotOpened(String which, Sandbox sandbox) {
    Container container = sandbox.container(c -> c.args("/opt/program"));
    Path rootfs = container.bundle().rootfs();
    Path fifo = HostFiles.folder(rootfs.resolve("opt")).resolve(which);
    if (which.equals("interpreter")) {
      HostFiles.mode(
          HostFiles.write(rootfs.resolve("opt/program"), "#!/opt/interpreter\n"), "0755");
    }
    sandbox.program("mkfifo", "-m", "755", fifo.toString()).execute().succeeds();
    RunningCommand writer = sandbox.program("sh", "-c", "echo x > " + fifo + "; echo read").start();
    container.run().fails();
    assertThat(writer.stdout()).isEmpty();
    assertThat(writer.isAlive()).isTrue();
    writer.signal("KILL");
    writer.await();
  }
}
