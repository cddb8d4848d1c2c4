package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** NOTIFY_SOCKET: containers that tell systemd, or another service manager, when they are ready. */
@Conformance
class NotifySocketIT {
  private static final String INSIDE = "/run/notify/notify.sock";

  @Test
  void theProgramIsToldOfASocketOfItsOwn(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container =
        container(
            sandbox, "echo $NOTIFY_SOCKET; [ -S $NOTIFY_SOCKET ] && cat /proc/self/mountinfo");
    RunningCommand manager = listen(sandbox, address);
    String shown =
        container.making("run").env("NOTIFY_SOCKET", address).execute().succeeds().stdout();
    manager.signal("TERM");
    assertThat(shown).startsWith(INSIDE + "\n");
    MountEntry mount =
        MountEntry.parse(shown.substring(INSIDE.length() + 1)).stream()
            .filter(entry -> entry.path().equals("/run/notify"))
            .findFirst()
            .orElseThrow();
    assertThat(mount.options()).contains("ro", "nosuid", "nodev", "noexec");
  }

  @Test
  void startReturnsWhenTheContainerIsReadyAndTellsWhoItIs(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container =
        container(sandbox, "echo waiting; read line </fifo; notify send READY=1; sleep 1000");
    container.bundle().write(container.bundle().config());
    sandbox.program("mkfifo", container.bundle().rootfs().resolve("fifo").toString()).execute();
    RunningCommand manager = listen(sandbox, address);
    notified(container.making("create"), address, container);
    RunningCommand start = container.command("start").env("NOTIFY_SOCKET", address).start();
    container.awaitWritten("waiting");
    assertThat(start.isAlive()).isTrue();
    HostFiles.write(container.bundle().rootfs().resolve("fifo"), "go\n");
    start.await().succeeds();
    Await.until(
        "the manager to be told", () -> manager.stdout().contains("MAINPID=" + container.pid()));
    assertThat(manager.stdout()).contains("READY=1");
    assertThat(container.status()).isEqualTo("running");
    manager.signal("TERM");
  }

  @Test
  void startReturnsWhenTheContainerEndsWithoutHavingBeenReady(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container = container(sandbox, "notify send STATUS=starting");
    RunningCommand manager = listen(sandbox, address);
    notified(container.making("create"), address, container);
    container.command("start").env("NOTIFY_SOCKET", address).execute().succeeds();
    manager.signal("TERM");
    assertThat(manager.stdout()).isEqualTo("listening\n");
  }

  @Test
  void onlyBeingReadyIsPassedOn(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container =
        container(
            sandbox,
            "notify send MAINPID=1 XREADY=1 READY=10 \"$(printf 'STATUS=x\\nREADY=1\\nFDSTORE=1')\"");
    RunningCommand manager = listen(sandbox, address);
    container.making("run").env("NOTIFY_SOCKET", address).execute().succeeds();
    Await.until("the manager to be told", () -> manager.stdout().contains("MAINPID="));
    manager.signal("TERM");
    assertThat(manager.stdout())
        .contains("READY=1")
        .doesNotContain("MAINPID=1\n", "MAINPID=1;", "STATUS", "FDSTORE", "XREADY", "READY=10");
  }

  @Test
  void inTheForegroundTheServiceIsTheRuntimeItself(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container = container(sandbox, "notify send READY=1; echo told; exit 3");
    RunningCommand manager = listen(sandbox, address);
    RunningCommand run = container.make(container.making("run").env("NOTIFY_SOCKET", address));
    run.await().exits(3);
    Await.until("the manager to be told", () -> manager.stdout().contains("MAINPID="));
    manager.signal("TERM");
    assertThat(manager.stdout()).contains("MAINPID=" + run.pid());
  }

  @Test
  void aDetachedRunTellsOfTheContainer(Sandbox sandbox) {
    String address = "@" + sandbox.newId();
    Container container = container(sandbox, "notify send READY=1; sleep 1000");
    RunningCommand manager = listen(sandbox, address);
    container
        .make(container.making("run", "--detach").env("NOTIFY_SOCKET", address))
        .await()
        .succeeds();
    Await.until(
        "the manager to be told", () -> manager.stdout().contains("MAINPID=" + container.pid()));
    assertThat(Host.isRunning(container.pid())).isTrue();
    manager.signal("TERM");
  }

  @Test
  void theUserOfTheContainerMayTell(Sandbox sandbox) {
    String address = sandbox.newPath("sock").toString();
    Container container =
        sandbox.container(
            config ->
                config
                    .args("notify", "send", "READY=1")
                    .capabilities()
                    .userNamespace(100_000)
                    .set("/process/user/uid", 1000)
                    .set("/process/user/gid", 1000));
    HostFiles.folder(container.bundle().rootfs().resolve("run/notify"));
    HostFiles.install(sandbox.tool("notify"), container.bundle());
    RunningCommand manager = listen(sandbox, address);
    container.making("run").env("NOTIFY_SOCKET", address).execute().succeeds();
    Await.until("the manager to be told", () -> manager.stdout().contains("READY=1"));
    manager.signal("TERM");
  }

  @Test
  void aContainerThatWasMadeWithoutIsStartedAsUsual(Sandbox sandbox) {
    Container container = container(sandbox, "echo \"<$NOTIFY_SOCKET>\"; ls /run");
    container.create().succeeds();
    container.start().succeeds();
    container.awaitStatus("stopped");
    assertThat(container.written()).isEqualTo("<>\n");
    assertThat(Files.exists(sandbox.stateFolder(container.id()).resolve("notify"))).isFalse();
  }

  private static void notified(Command create, String address, Container container) {
    container.make(create.env("NOTIFY_SOCKET", address)).await().succeeds();
  }

  private static RunningCommand listen(Sandbox sandbox, String address) {
    RunningCommand manager = sandbox.program(sandbox.tool("notify"), "listen", address).start();
    Await.until("the manager to listen", () -> manager.stdout().startsWith("listening\n"));
    return manager;
  }

  private static Container container(Sandbox sandbox, String script) {
    Container container = sandbox.container(config -> config.sh(script));
    HostFiles.install(sandbox.tool("notify"), container.bundle());
    return container;
  }
}
