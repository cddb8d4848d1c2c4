package io.jrunc.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.DevicePlan;
import io.jrunc.plan.IdMapWriter;
import io.jrunc.plan.MountAttributes;
import io.jrunc.plan.MountIdMap;
import io.jrunc.plan.MountPlan;
import io.jrunc.plan.NamespacePlan;
import io.jrunc.plan.NetworkPlan;
import io.jrunc.plan.PathRule;
import io.jrunc.plan.ProcessAttributes;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.plan.Propagation;
import io.jrunc.plan.RootfsPlan;
import io.jrunc.program.ContainerCompiler;
import io.jrunc.program.SyscallProgram;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("also-on-v2")
class LauncherIT {
  private final Kernel kernel = JnaKernel.resident();
  @TempDir Path folder;
  private Path rootfs;

  @BeforeEach
  void makeRootfs() throws Exception {
    rootfs = folder.resolve("rootfs");
    Files.createDirectories(rootfs.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), rootfs.resolve("bin/busybox"));
    for (String applet : List.of("sh", "cat", "ls", "mount", "id", "true")) {
      Files.createSymbolicLink(rootfs.resolve("bin/" + applet), Path.of("busybox"));
    }
  }

  @Test
  void aContainerRunsItsProgramAfterStart() throws Exception {
    Files.createDirectories(rootfs.resolve("tmp"));
    SyscallProgram program = compile("sh", "-c", "exit 7");
    String socket = folder.resolve("start.sock").toString();
    try (PidFd init = launcher().launch(program, at(socket), SignalSet.EMPTY, new NoActions())) {
      Starter starter = new Starter(kernel, Duration.ofSeconds(60));
      Starter.Started started = starter.start(socket, Optional.empty(), Optional.empty());
      assertThat(started.outcome()).isEqualTo(Starter.Outcome.STARTED);
      assertThat(kernel.processes().waitid(init)).isEqualTo(new ExitStatus.Exited(7));
      assertThat(starter.start(socket, Optional.empty(), Optional.empty()).outcome())
          .isEqualTo(Starter.Outcome.NOBODY_WAITS);
    }
  }

  @Test
  void aMissingProgramIsAnErrorBeforeStart() {
    SyscallProgram program = compile("nope");
    assertThatThrownBy(
            () ->
                launcher()
                    .launch(
                        program,
                        at(folder.resolve("start.sock").toString()),
                        SignalSet.EMPTY,
                        new NoActions()))
        .isInstanceOf(StepFailedException.class)
        .hasMessage(
            "/process/args/0: exec: \"nope\": executable file not found in $PATH: "
                + "no such file or directory (ENOENT)");
  }

  private StartSocket at(String path) {
    return new StartSocket(kernel.sockets(), path);
  }

  private Launcher launcher() {
    return new Launcher(kernel, Architecture.current());
  }

  private SyscallProgram compile(String... arguments) {
    ContainerPlan plan =
        new ContainerPlan(
            "test",
            new CallerFacts(0, 0, 0, 1024, 4096),
            new NamespacePlan(
                Set.of(
                    NamespaceType.PID,
                    NamespaceType.MOUNT,
                    NamespaceType.UTS,
                    NamespaceType.IPC,
                    NamespaceType.NETWORK,
                    NamespaceType.CGROUP),
                List.of(),
                List.of(),
                List.of(),
                IdMapWriter.ENGINE,
                IdMapWriter.ENGINE,
                List.of(),
                true),
            new RootfsPlan(
                rootfs.toString(),
                true,
                new Propagation(Propagation.Kind.SLAVE, true),
                RootfsPlan.RootChange.PIVOT,
                RootfsPlan.Trees.BY_ENGINE),
            List.of(
                filesystem(0, "/proc", "proc", "proc"),
                filesystem(1, "/dev", "tmpfs", "tmpfs", "mode=755", "size=65536k"),
                filesystem(
                    2, "/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620"),
                new MountPlan.Bind(
                    "/mounts/3",
                    "/data/deep",
                    folder.toString(),
                    true,
                    true,
                    Optional.empty(),
                    new MountAttributes(
                        Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of(), Set.of(), Set.of()),
                    List.of())),
            new DevicePlan(
                true,
                List.of(
                    new DevicePlan.Node(
                        "", "/dev/null", DevicePlan.Type.CHARACTER, 1, 3, 0666, 0, 0)),
                false),
            List.of(
                new PathRule("/linux/maskedPaths/0", "/proc/kcore"),
                new PathRule("/linux/maskedPaths/1", "/proc/acpi"),
                new PathRule("/linux/maskedPaths/2", "/tmp"),
                new PathRule("/linux/maskedPaths/3", "/bin/../tmp")),
            List.of(new PathRule("/linux/readonlyPaths/0", "/proc/sys")),
            List.of(),
            Optional.of("box"),
            Optional.empty(),
            new ProcessPlan(
                List.of(arguments),
                List.of("PATH=/bin"),
                List.of("/bin"),
                "/made/here",
                0,
                0,
                List.of(),
                022,
                Optional.empty(),
                List.of(),
                true,
                OptionalInt.of(100),
                Optional.empty(),
                ProcessAttributes.INHERITED,
                Optional.empty()),
            new CgroupPlan("/jrunc/test", Resources.none()),
            NetworkPlan.none(),
            Optional.empty());
    return new ContainerCompiler(Architecture.current()).compile(plan);
  }

  private static MountPlan filesystem(
      int index, String destination, String type, String source, String... options) {
    return new MountPlan.Filesystem(
        "/mounts/" + index,
        destination,
        type,
        source,
        java.util.Arrays.stream(options).map(LauncherIT::option).toList(),
        MountAttributes.NONE,
        List.of(),
        false,
        false);
  }

  private static MountPlan.Option option(String text) {
    int sign = text.indexOf('=');
    return sign < 0
        ? new MountPlan.Option(text, Optional.empty())
        : new MountPlan.Option(text.substring(0, sign), Optional.of(text.substring(sign + 1)));
  }

  /** A host that does nothing. */
  private static final class NoActions implements HostActions {
    @Override
    public void mappingNeeded(Pid process, String pointer, MountIdMap.Ranges ranges) {}

    @Override
    public void userNamespaceCreated(Pid process) {}

    @Override
    public void initCreated(PidFd init) {}

    @Override
    public void copyUp(String pointer, Fd source, Fd tmpfs) {}

    @Override
    public void terminalOpened(Fd master) {
      master.close();
    }

    @Override
    public void ready(PidFd init, Report report) {}
  }
}
