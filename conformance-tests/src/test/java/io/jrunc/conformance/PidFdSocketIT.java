package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** --pidfd-socket: whoever listens there holds the process, and nobody can take its place. */
@Conformance
class PidFdSocketIT {

  @Test
  void createSendsADescriptorOfTheContainersFirstProcess(Sandbox sandbox) {
    Path socket = sandbox.newPath("sock");
    RunningCommand observer = listen(sandbox, socket);
    Container container = sandbox.container(Config::sleeping);
    container.create("--pidfd-socket", socket.toString()).succeeds();
    Await.until("the descriptor", () -> observer.stdout().endsWith("\n"));
    assertThat(observer.stdout()).isEqualTo("standard fds=1 pid=" + container.pid() + "\n");
    observer.type("kill\n");
    observer.await().succeeds();
    container.awaitStatus("stopped");
  }

  @Test
  void runSendsADescriptorOfTheContainersFirstProcess(Sandbox sandbox) {
    Path socket = sandbox.newPath("sock");
    RunningCommand observer = listen(sandbox, socket);
    Container container = sandbox.container(Config::sleeping);
    RunningCommand run =
        container.make(container.making("run", "--pidfd-socket", socket.toString()));
    Await.until("the descriptor", () -> observer.stdout().endsWith("\n"));
    assertThat(observer.stdout()).startsWith("standard fds=1 pid=");
    container.awaitStatus("running"); // else the start may find it dead
    observer.type("kill\n");
    run.await().exits(137);
    observer.await().succeeds();
  }

  @Test
  void execSendsADescriptorOfItsProgram(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path socket = sandbox.newPath("sock");
    Path pidFile = sandbox.newPath("pid");
    RunningCommand observer = listen(sandbox, socket);
    RunningCommand exec =
        container
            .executing(
                List.of("--pidfd-socket", socket.toString(), "--pid-file", pidFile.toString()),
                "sleep",
                "1000")
            .start();
    Await.until("the descriptor", () -> observer.stdout().endsWith("\n"));
    String pid = HostFiles.read(pidFile);
    assertThat(observer.stdout()).isEqualTo("setns fds=1 pid=" + pid + "\n");
    Await.until("the program", () -> Host.read(Long.parseLong(pid), "cmdline").contains("1000"));
    observer.type("kill\n");
    exec.await().exits(137);
    observer.await().succeeds();
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void execRefusesASocketThatNobodyListensAt(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    String socket = sandbox.newPath("sock").toString();
    container
        .executing(List.of("--pidfd-socket", socket), "true")
        .execute()
        .failsSaying("--pidfd-socket", socket)
        .exits(255);
  }

  @Test
  void aSocketThatNobodyListensAtIsRefused(Sandbox sandbox) {
    sandbox
        .container(Config::sleeping)
        .createFailsAndLeavesNothing("--pidfd-socket", sandbox.newPath("sock").toString());
  }

  private static RunningCommand listen(Sandbox sandbox, Path socket) {
    RunningCommand observer =
        sandbox.program(sandbox.tool("pidfd"), socket.toString()).interactive().start();
    Await.until("the observer to listen", () -> Files.exists(socket));
    return observer;
  }
}
