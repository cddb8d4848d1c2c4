package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.engine.DeleteRequest.Mode;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.stats.RdtStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of containers in a directory that stands for resctrl, which few machines have: a group
 * of cgroup v1, whose directories get and keep a file {@code tasks} just like those of resctrl.
 * What only resctrl has, such as shares, has unit tests. Needs root and cgroup v1.
 */
class RdtIT {
  private static final Path HIERARCHY = Path.of("/sys/fs/cgroup/cpuacct");

  private final String id = "jrunc-rdt-" + ProcessHandle.current().pid();
  private final Path resctrl = HIERARCHY.resolve(id + "-root");
  @TempDir Path folder;
  private Engine engine = unmade();

  private static Engine unmade() {
    return new Engine(
        Optional.empty(),
        Rootless.AUTO,
        CgroupDriver.CGROUPFS,
        new ThisProcess(Map.of()),
        warning -> {});
  }

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(Files.isWritable(HIERARCHY.resolve("tasks")), "needs root and cgroup v1");
    Files.createDirectory(resctrl);
    Path mountinfo = folder.resolve("mountinfo");
    Files.writeString(mountinfo, "40 22 0:37 / " + resctrl + " rw - resctrl resctrl rw\n");
    engine =
        new Engine(
            Optional.of(folder.resolve("state")),
            Rootless.AUTO,
            CgroupDriver.CGROUPFS,
            new ThisProcess(Map.of()),
            warning -> {},
            mountinfo);
    Path bin = Files.createDirectories(folder.resolve("rootfs/bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("sleep"));
  }

  @AfterEach
  void leavesNothing() throws IOException {
    if (Files.exists(resctrl)) {
      engine.delete(new DeleteRequest(id, Mode.FORCE));
      assertThat(resctrl.resolve(id)).doesNotExist();
      Files.delete(resctrl);
    }
  }

  @Test
  void initAndExecutedProgramsAreInTheContainersClassWhichGoesWithIt() throws IOException {
    create("{}");
    assertThat(tasks(id)).containsExactly(pid("init.pid"));
    execute();
    assertThat(tasks(id)).containsExactlyInAnyOrder(pid("init.pid"), pid("exec.pid"));
    end(pid("exec.pid"));
    assertThat(engine.stats(id).rdt()).isPresent();
    engine.delete(new DeleteRequest(id, Mode.FORCE));
    assertThat(resctrl.resolve(id)).doesNotExist();
  }

  @Test
  void aClassThatOthersHaveMadeStays() throws IOException {
    Files.createDirectory(resctrl.resolve("gold"));
    try {
      create("{\"closID\": \"gold\"}");
      assertThat(tasks("gold")).containsExactly(pid("init.pid"));
      engine.delete(new DeleteRequest(id, Mode.FORCE));
      assertThat(tasks("gold")).isEmpty();
    } finally {
      Files.delete(resctrl.resolve("gold"));
    }
  }

  @Test
  void aMonitoredContainerHasAGroupOfItsOwnThatGoesWithIt() throws IOException {
    Files.createDirectories(resctrl.resolve("gold/mon_groups"));
    try {
      create("{\"closID\": \"gold\", \"enableMonitoring\": true}");
      assertThat(tasks("gold/mon_groups/" + id)).containsExactly(pid("init.pid"));
      engine.delete(new DeleteRequest(id, Mode.FORCE));
      assertThat(resctrl.resolve("gold/mon_groups/" + id)).doesNotExist();
    } finally {
      Files.delete(resctrl.resolve("gold/mon_groups"));
      Files.delete(resctrl.resolve("gold"));
    }
  }

  @Test
  void whenTheContainerFailsLaterItsClassIsRemoved() {
    Path noProgram = folder.resolve("rootfs/bin/sleep");
    assertThatThrownBy(
            () -> {
              Files.delete(noProgram);
              create("{}");
            })
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("sleep");
    assertThat(resctrl.resolve(id)).doesNotExist();
  }

  @Test
  void sharesThatCannotBeSetAreAnErrorThatLeavesNothing() {
    assertThatThrownBy(() -> create("{\"closID\": \"gold\", \"memBwSchema\": \"MB:0=20\"}"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(
            "/linux/intelRdt/memBwSchema: " + resctrl + "/gold/schemata: MB:0=20: no such file");
    assertThat(resctrl.resolve("gold")).doesNotExist();
  }

  /** In a directory of plain files, which say what was written to them. */
  @Test
  void sharesOfALivingContainerAreChangedAndTold() throws IOException {
    Path plain = folder.resolve("resctrl");
    Path gold = Files.createDirectories(plain.resolve("gold"));
    for (Path group : List.of(plain, gold)) {
      Files.writeString(group.resolve("schemata"), "L3:0=ff\n");
      Files.createFile(group.resolve("tasks"));
    }
    Path info = Files.createDirectories(plain.resolve("info/L3"));
    Files.writeString(info.resolve("cbm_mask"), "ff\n");
    Files.writeString(info.resolve("min_cbm_bits"), "1\n");
    Files.writeString(info.resolve("num_closids"), "16\n");
    Files.writeString(
        folder.resolve("mountinfo"), "40 22 0:37 / " + plain + " rw - resctrl resctrl rw\n");
    create("{\"closID\": \"gold\", \"l3CacheSchema\": \"L3:0=ff\"}");
    assertThat(Files.readString(gold.resolve("tasks")).strip()).isEqualTo(pid("init.pid"));
    engine.update(
        new UpdateRequest(
            id,
            new LimitSource.FromOptions(Resources.none(), Map.of()),
            Optional.of("L3:0=0f"),
            Optional.empty()));
    assertThat(Files.readString(gold.resolve("schemata"))).isEqualTo("L3:0=0f\n");
    RdtStats stats = engine.stats(id).rdt().orElseThrow();
    assertThat(stats.cacheSchema()).isEqualTo("L3:0=0f");
    assertThat(stats.cacheSchemaRoot()).isEqualTo("L3:0=ff");
    assertThat(stats.cache()).contains(new RdtStats.Cache("ff", 1, 16));
    engine.delete(new DeleteRequest(id, Mode.FORCE));
    assertThat(gold).isDirectory(); // it was not made for the container
  }

  private void create(String intelRdt) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"ociVersion": "1.3.0",
         "root": {"path": "rootfs"},
         "process": {"args": ["sleep", "1000"], "cwd": "/", "env": ["PATH=/bin"],
                     "user": {"uid": 0, "gid": 0}},
         "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}],
                   "cgroupsPath": "/%s", "intelRdt": %s}}
        """
            .formatted(id, intelRdt));
    engine.create(
        new CreateRequest(
            id,
            folder,
            Optional.empty(),
            Optional.of(folder.resolve("init.pid")),
            Optional.empty(),
            RootSwitch.PIVOT,
            SessionKeyring.OWN,
            0));
  }

  private void execute() throws IOException {
    Path process = folder.resolve("process.json");
    Files.writeString(
        process,
        """
        {"args": ["sleep", "1000"], "cwd": "/", "env": ["PATH=/bin"],
         "user": {"uid": 0, "gid": 0}}
        """);
    engine.exec(
        new ExecRequest(
            id,
            new ExecProcess.FromFile(process, false),
            Optional.empty(),
            Optional.of(folder.resolve("exec.pid")),
            Optional.empty(),
            ExecRequest.Mode.DETACHED,
            0,
            List.of(),
            ExecRequest.WhenPaused.REFUSE));
  }

  /** Init can't end before its last child is taken from the process table, which is our child. */
  private static void end(String pid) {
    Kernel kernel = JnaKernel.forOneCommand();
    try (PidFd process = kernel.processes().pidfdOpen(new Pid(Integer.parseInt(pid)))) {
      kernel.processes().pidfdSendSignal(process, Signal.SIGKILL);
      kernel.processes().waitid(process);
    }
  }

  private List<String> tasks(String group) throws IOException {
    return Files.readAllLines(resctrl.resolve(group).resolve("tasks"));
  }

  private String pid(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }
}
