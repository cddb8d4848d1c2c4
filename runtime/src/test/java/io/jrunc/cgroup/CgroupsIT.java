package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The host's own cgroups, of whichever version; needs root. */
@Tag("also-on-v2")
class CgroupsIT {

  private static final long MIB = 1024 * 1024;

  private final Cgroups cgroups = new Cgroups(JnaKernel.resident());
  private final CgroupLayout layout = HostLayout.read();
  private final List<Process> started = new ArrayList<>();
  private final List<Cgroup> made = new ArrayList<>();
  private final String parent = "/jrunc-it-" + ProcessHandle.current().pid();

  @BeforeEach
  void needsCgroupsThatCanBeChanged() {
    assumeTrue(!layout.hierarchies().isEmpty(), "no cgroups are mounted");
    for (Hierarchy hierarchy : layout.hierarchies()) {
      assumeTrue(
          Files.isWritable(Path.of(hierarchy.mountPoint())), "needs root and writable cgroups");
    }
  }

  @AfterEach
  void leavesNothing() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    made.forEach(Cgroup::delete);
    for (Hierarchy hierarchy : layout.hierarchies()) {
      assertThat(Path.of(hierarchy.mountPoint() + parent)).doesNotExist();
    }
  }

  @Test
  void aProcessIsInTheGroupOfEveryHierarchyAndDeleteTakesAllAway() throws Exception {
    Cgroup cgroup = create("/one", Resources.none());
    Pid pid = sleeper();
    cgroup.attach(pid);
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      // a hierarchy of version 2 beside version 1 is used only when a limit needs it
      if (!line.endsWith(parent + "/one") && (layout.isUnified() || !line.startsWith("0::"))) {
        wrong.add(line);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cgroup.processes()).containsExactly(pid);
    cgroup.kill();
    assertThat(cgroup.processes()).isEmpty();
    cgroup.delete();
  }

  @Test
  void limitsAreInTheKernelsFiles() throws Exception {
    Cgroup cgroup = create("/limits", limits(64 * MIB, 20_000L, 30L));
    assertThat(value(cgroup, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(64 * MIB));
    assertThat(value(cgroup, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("20000");
    assertThat(value(cgroup, "cpu", "cpu.shares", "cpu.weight")).isIn("512", "59");
    assertThat(value(cgroup, "pids", "pids.max", "pids.max")).isEqualTo("30");
    assertThat(value(cgroup, "cpuset", "cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
    assertThat(cgroup.memory().orElseThrow().limit()).hasValue(64 * MIB);
  }

  @Test
  void limitsCanBeRaisedAndLowered() throws Exception {
    Cgroup cgroup = create("/changes", memory(64 * MIB, 96 * MIB));
    for (long size : new long[] {256, 32, 128, 16}) {
      cgroup.limit(memory(size * MIB, size * MIB + MIB));
      assertThat(cgroup.memory().orElseThrow().limit()).hasValue(size * MIB);
    }
    cgroup.limit(memory(-1, 0));
    assertThat(cgroup.memory().orElseThrow().limit()).isEmpty();
  }

  @Test
  void aLimitThatTheKernelRefusesIsNamedAndNothingIsLeft() {
    Cpu tooLong = new Cpu(null, 5000L, null, 2_000_000L, null, null, null, null, null);
    Resources asked = resources(Memory.none(), tooLong, Pids.none(), List.of());
    assertThatThrownBy(() -> create("/refused/deep", asked))
        .isInstanceOfSatisfying(
            CgroupWriteException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
        .hasMessageMatching(
            "/linux/resources/cpu/(period: cpu.cfs_period_us: 2000000"
                + "|quota: cpu.max: 5000 2000000): invalid argument \\(EINVAL\\).*");
  }

  @Test
  void aGroupThatIsInUseIsRefused() throws Exception {
    Cgroup first = create("/busy", Resources.none());
    Pid pid = sleeper();
    first.attach(pid);
    assertThatThrownBy(() -> create("/busy", Resources.none()))
        .isInstanceOf(CgroupException.class)
        .hasMessageEndingWith("/busy: the cgroup is in use by process " + pid);
  }

  @Test
  void anEmptyGroupThatWasThereIsUsedAndLeft() throws Exception {
    Cgroup first = create("/there", Resources.none());
    Cgroup second = create("/there", limits(64 * MIB, 20_000L, 30L));
    second.delete();
    for (Entry entry : first.paths().entries()) {
      assertThat(entry.directory()).isDirectory();
    }
  }

  @Test
  void frozenProcessesAndGroupsOfTheContainersOwnDieAndGo() throws Exception {
    Cgroup cgroup = create("/frozen", Resources.none());
    Entry entry = freezer(cgroup);
    Path child = entry.directory().resolve("a");
    Files.createDirectories(child.resolve("b"));
    cgroup.attach(sleeper());
    Pid inside = sleeper();
    cgroup.attach(inside);
    Files.writeString(child.resolve("cgroup.procs"), inside.toString());
    setFrozen(child);
    setFrozen(entry.directory());
    assertThat(cgroup.processes()).hasSize(2);
    cgroup.kill();
    assertThat(cgroup.processes()).isEmpty();
    cgroup.delete();
    assertThat(entry.directory()).doesNotExist();
  }

  @Test
  void aFrozenGroupIsRefused() throws Exception {
    Cgroup cgroup = create("/cold", Resources.none());
    Entry entry = freezer(cgroup);
    setFrozen(entry.directory());
    assertThat(cgroup.freezerState()).isEqualTo(FreezerState.FROZEN);
    assertThatThrownBy(() -> create("/cold", Resources.none()))
        .hasMessage("/linux/cgroupsPath: " + entry.directory() + ": the cgroup is frozen");
  }

  @Test
  void deletingAGroupInUseFailsAndNamesTheProcess() {
    // the patience of ten seconds is tested with a fake; here only what the kernel answers
    Cgroup cgroup = create("/used", Resources.none());
    Pid pid = sleeper();
    cgroup.attach(pid);
    Path directory = cgroup.paths().entries().get(0).directory();
    JnaKernel kernel = JnaKernel.resident();
    GroupRemover remover =
        new GroupRemover(new HostCgroupFiles(kernel.files()), new HostProcesses(kernel));
    assertThatThrownBy(() -> remover.remove(directory, java.time.Duration.ofMillis(20)))
        .hasMessage(
            directory
                + ": the cgroup can't be removed: device or resource busy (EBUSY): process "
                + pid
                + " still in it");
  }

  @Test
  void theDeviceListOfVersion1HoldsTheRulesAndTheDefaultDevices() throws Exception {
    assumeTrue(
        layout.find("devices").isPresent(), "needs the devices controller of cgroup version 1");
    DeviceRule denyAll = new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm");
    DeviceRule fuse = new DeviceRule(true, DeviceRuleType.CHAR, 10L, 229L, "rw");
    Resources asked = resources(Memory.none(), Cpu.none(), Pids.none(), List.of(denyAll, fuse));
    Cgroup cgroup = create("/devices", asked);
    assertThat(value(cgroup, "devices", "devices.list", "").split("\n"))
        .containsExactlyInAnyOrder(
            "c *:* m",
            "b *:* m",
            "c 1:3 rwm",
            "c 1:5 rwm",
            "c 1:7 rwm",
            "c 1:8 rwm",
            "c 1:9 rwm",
            "c 5:0 rwm",
            "c 5:1 rwm",
            "c 5:2 rwm",
            "c 136:* rwm",
            "c 10:200 rwm",
            "c 10:229 rwm");
    cgroup.limitDevices(
        resources(
            Memory.none(),
            Cpu.none(),
            Pids.none(),
            List.of(new DeviceRule(true, DeviceRuleType.ALL, null, null, "rwm"))));
    assertThat(value(cgroup, "devices", "devices.list", "")).isEqualTo("a *:* rwm");
  }

  @Test
  void aProcessKilledForItsMemoryIsCounted() throws Exception {
    Cgroup cgroup = create("/oom", memory(2 * MIB, 2 * MIB));
    Process eater =
        new ProcessBuilder("sh", "-c", "read go; head -c 90000000 /dev/zero | tail -c 90000000")
            .redirectErrorStream(true)
            .start();
    started.add(eater);
    cgroup.attach(new Pid(Math.toIntExact(eater.pid())));
    eater.outputWriter().write("\n");
    eater.outputWriter().flush();
    assertThat(eater.waitFor(300, TimeUnit.SECONDS)).isTrue();
    MemoryFacts facts = cgroup.memory().orElseThrow();
    assertThat(facts.oomKills()).isPositive();
    assertThat(facts.limit()).hasValue(2 * MIB);
    assertThat(facts.peak().orElseThrow()).isGreaterThan(MIB);
  }

  @Test
  void theRecordIsEnoughToDeleteWhatACrashLeft() {
    CgroupPaths paths = cgroups.locate(new CgroupPlan(parent + "/crash", Resources.none()), layout);
    List<String> record = paths.toLines();
    Cgroup cgroup = cgroups.create(paths, Resources.none(), CgroupAccess.REQUIRED);
    assertThat(cgroup.paths()).isEqualTo(paths);
    cgroups.open(CgroupPaths.parse(record), CgroupAccess.REQUIRED).delete();
    for (Entry entry : paths.entries()) {
      assertThat(entry.directory().getParent()).doesNotExist();
    }
  }

  @Test
  void fiftyGroupsAtATimeShareAParentThatGoesWithTheLast() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Cgroup>> tasks = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String path = "/many/" + i;
        tasks.add(
            () -> {
              Cgroup cgroup = createUnlisted(path, limits(64 * MIB, 20_000L, 30L));
              cgroup.delete();
              return cgroup;
            });
      }
      for (Future<Cgroup> future : pool.invokeAll(tasks)) {
        made.add(future.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Cgroup create(String path, Resources resources) {
    Cgroup cgroup = createUnlisted(path, resources);
    made.add(0, cgroup);
    return cgroup;
  }

  private Cgroup createUnlisted(String path, Resources resources) {
    CgroupPaths paths = cgroups.locate(new CgroupPlan(parent + path, resources), layout);
    return cgroups.create(paths, resources, CgroupAccess.REQUIRED);
  }

  /** It has answered, so its program is loaded: before that it can be uninterruptible. */
  private Pid sleeper() {
    try {
      Process process = new ProcessBuilder("cat").start();
      started.add(process);
      process.getOutputStream().write('x');
      process.getOutputStream().flush();
      assertThat(process.getInputStream().read()).isEqualTo('x');
      return new Pid(Math.toIntExact(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry freezer(Cgroup cgroup) {
    return cgroup.paths().entries().stream()
        .filter(e -> e.controllers().contains("freezer") || e.version() == CgroupVersion.V2)
        .findFirst()
        .orElseThrow();
  }

  private static void setFrozen(Path group) throws IOException {
    Path v1 = group.resolve("freezer.state");
    if (Files.exists(v1)) {
      Files.writeString(v1, "FROZEN");
    } else {
      Files.writeString(group.resolve("cgroup.freeze"), "1");
    }
  }

  private static String value(Cgroup cgroup, String controller, String v1, String v2)
      throws IOException {
    for (Entry entry : cgroup.paths().entries()) {
      if (entry.controllers().contains(controller)) {
        String file = entry.version() == CgroupVersion.V1 ? v1 : v2;
        return Files.readString(entry.directory().resolve(file)).trim();
      }
    }
    throw new AssertionError("no " + controller);
  }

  private static Resources limits(long memory, long quota, long pids) {
    return resources(
        new Memory(memory, null, null, null, null, null, null, null, false),
        new Cpu(512L, quota, null, 100_000L, null, null, "0", "0", null),
        new Pids(pids),
        List.of());
  }

  private static Resources memory(long limit, long swap) {
    return resources(
        new Memory(limit, null, swap, null, null, null, null, null, false),
        Cpu.none(),
        Pids.none(),
        List.of());
  }

  private static Resources resources(Memory memory, Cpu cpu, Pids pids, List<DeviceRule> devices) {
    return new Resources(
        devices, memory, cpu, pids, BlockIo.none(), List.of(), Network.none(), Map.of(), Map.of());
  }
}
