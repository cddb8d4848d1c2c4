package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.AlsoOnHybrid;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Bundle;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Session;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** --systemd-cgroup: cgroups that systemd makes, as transient units. */
@Conformance
class SystemdCgroupIT {
  private static final long MIB = 1 << 20;

  @Test
  @AlsoOnHybrid
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: cgroupsPath is slice:prefix:name, for a scope in that slice")
  void theContainerIsAScopeInItsSlice(Sandbox sandbox) {
    Container container = launched(sandbox, config -> {});
    String unit = unit(container);
    assertThat(property(sandbox, unit, "ActiveState")).isEqualTo("active");
    assertThat(property(sandbox, unit, "Slice")).isEqualTo("jrunctest-a.slice");
    assertThat(property(sandbox, unit, "Delegate")).isEqualTo("yes");
    String group = "/jrunctest.slice/jrunctest-a.slice/" + unit;
    assertThat(property(sandbox, unit, "ControlGroup")).isEqualTo(group);
    for (String controller : List.of("memory", "pids", "cpuset")) { // the last is none of systemd's
      Path folder = Cgroups.groupOf(container.pid(), controller);
      assertThat(folder.toString()).endsWith(group);
      assertThat(HostFiles.read(folder.resolve("cgroup.procs")).strip())
          .isEqualTo(Long.toString(container.pid()));
    }
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("config-linux.md#control-groups: a cgroup mount shows the container's own group")
  void aCgroupMountShowsTheScope(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config.mount(
                    "/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro"));
    String folder = Cgroups.isV1() ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
    assertThat(container.exec("cat", folder + "/cgroup.procs").succeeds().stdout())
        .startsWith("1\n");
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: without a cgroupsPath the scope is in system.slice")
  void withoutACgroupsPathTheUnitIsNamedByTheId(Sandbox sandbox) {
    Container container = launched(sandbox, config -> config.remove("/linux/cgroupsPath"));
    assertThat(Cgroups.groupOf(container.pid(), "memory").toString())
        .containsPattern("/system\\.slice/[a-z]+-" + container.id() + "\\.scope$");
  }

  @Test
  @AlsoOnHybrid
  @Requires({Need.SYSTEMD, Need.MEMORY_CONTROLLER})
  @SpecRule("runc --systemd-cgroup: limits are properties of the unit, and in the files")
  void everyLimitIsAPropertyAsWell(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/memory/reservation", 32 * MIB)
                    .set("/linux/resources/cpu/quota", 20_000)
                    .set("/linux/resources/cpu/period", 50_000)
                    .set("/linux/resources/cpu/cpus", "0")
                    .set("/linux/resources/pids/limit", 50));
    assertMemory(container, 64 * MIB);
    assertThat(file(container, "memory", "memory.soft_limit_in_bytes", "memory.low"))
        .isEqualTo(Long.toString(32 * MIB));
    if (Cgroups.isV1()) {
      assertThat(file(container, "cpu", "cpu.cfs_quota_us", "")).isEqualTo("20000");
      assertThat(file(container, "cpu", "cpu.cfs_period_us", "")).isEqualTo("50000");
    } else {
      assertThat(file(container, "cpu", "", "cpu.max")).isEqualTo("20000 50000");
    }
    assertThat(file(container, "cpuset", "cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
    assertPids(container, 50);
    String unit = unit(container);
    assertMemoryProperty(sandbox, unit, 64 * MIB);
    assertThat(property(sandbox, unit, "CPUQuotaPerSecUSec")).isEqualTo("400ms");
    assertThat(property(sandbox, unit, "CPUQuotaPeriodUSec")).isEqualTo("50ms");
    if (!Cgroups.isV1()) { // systemd has these for version 2 alone
      assertThat(property(sandbox, unit, "MemoryLow")).isEqualTo(Long.toString(32 * MIB));
      assertThat(property(sandbox, unit, "AllowedCPUs")).isEqualTo("0");
    }
    assertThat(property(sandbox, unit, "TasksMax")).isEqualTo("50");
  }

  @Test
  @AlsoOnHybrid
  @Requires({Need.SYSTEMD, Need.CGROUP_V1, Need.WEIGHTED_DISK})
  @OnlyFor("jrunc") // runc changes none of these
  @SpecRule("config-linux.md#control-groups: limits that systemd has no property for are kept")
  void limitsOfVersion1ThatSystemdDoesNotKnowAreKeptAndChanged(Sandbox sandbox) {
    Container container =
        launched(sandbox, config -> config.set("/linux/resources", ofVersion1(1, 2, 3, 400)));
    assertVersion1(container, 1, 2, 3);
    assertBlockIo(container, 400);
    container
        .command("update", "--resources", "-")
        .stdin(Json.write(ofVersion1(5, 6, 7, 800)))
        .execute()
        .succeeds();
    assertVersion1(container, 5, 6, 7);
    assertBlockIo(container, 800);
    reload(sandbox); // after which systemd takes the weight on another scale, and writes 163
    assertVersion1(container, 5, 6, 7);
  }

  private static JsonNode ofVersion1(int classId, int priority, int pages, int weight) {
    String limits =
        """
        {'network':{'classID':%d,'priorities':[{'name':'lo','priority':%d}]},
         'hugepageLimits':[{'pageSize':'2MB','limit':%d}],
         'rdma':{'RDMA':{'hcaHandles':%d}},
         'blockIO':{'weight':%d,'weightDevice':[{'major':MAJOR,'minor':MINOR,'weight':%d}],
          'throttleWriteIOPSDevice':[{'major':MAJOR,'minor':MINOR,'rate':%d}]}}
        """
            .formatted(classId, priority, pages << 21, pages, weight, weight + 1, weight);
    return Json.parse(
        LinuxResourcesIT.withRdma(LinuxResourcesIT.withWeightedDisk(limits)).replace('\'', '"'));
  }

  private static void assertVersion1(Container container, int classId, int priority, int pages) {
    assertThat(lines(container, "net_cls", "net_cls.classid")).containsExactly("" + classId);
    assertThat(lines(container, "net_prio", "net_prio.ifpriomap")).contains("lo " + priority);
    for (String file : List.of("hugetlb.2MB.limit_in_bytes", "hugetlb.2MB.rsvd.limit_in_bytes")) {
      assertThat(lines(container, "hugetlb", file)).containsExactly("" + (pages << 21));
    }
    assertThat(lines(container, "rdma", "rdma.max").toString()).contains("hca_handle=" + pages);
  }

  private static void assertBlockIo(Container container, int weight) {
    String disk = LinuxResourcesIT.withWeightedDisk("MAJOR:MINOR ");
    assertThat(lines(container, "blkio", "blkio.bfq.weight")).containsExactly("" + weight);
    assertThat(lines(container, "blkio", "blkio.bfq.weight_device")).contains(disk + (weight + 1));
    assertThat(lines(container, "blkio", "blkio.throttle.write_iops_device"))
        .containsExactly(disk + weight);
  }

  private static List<String> lines(Container container, String controller, String file) {
    return HostFiles.read(Cgroups.groupOf(container.pid(), controller).resolve(file))
        .strip()
        .lines()
        .toList();
  }

  @Test
  @AlsoOnHybrid
  @Requires({Need.SYSTEMD, Need.MEMORY_CONTROLLER})
  @SpecRule("runc --systemd-cgroup: a reload of systemd changes no limit, also not after update")
  void aReloadOfSystemdChangesNoLimit(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB)
                    .set("/linux/resources/pids/limit", 50));
    reload(sandbox);
    assertMemory(container, 64 * MIB);
    assertPids(container, 50);
    container
        .command("update", "--memory=100663296", "--memory-swap=100663296")
        .execute()
        .succeeds();
    container.command("update", "--pids-limit=60").execute().succeeds();
    String unit = unit(container);
    assertMemoryProperty(sandbox, unit, 96 * MIB);
    assertThat(property(sandbox, unit, "TasksMax")).isEqualTo("60");
    reload(sandbox);
    assertMemory(container, 96 * MIB);
    assertPids(container, 60);
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("config-linux.md#allowed-device-list: it holds, also after a reload of systemd")
  void aReloadOfSystemdTakesAndGivesNoDevice(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config -> {
              config.set("/linux/resources/devices", rules(229));
              config.set(
                  "/linux/devices",
                  List.of(
                      Map.of("path", "/dev/allowed", "type", "c", "major", 10, "minor", 229),
                      Map.of("path", "/dev/denied", "type", "c", "major", 10, "minor", 183)));
            });
    assertDevices(container);
    reload(sandbox);
    assertDevices(container);
    assertThat(property(sandbox, unit(container), "DevicePolicy")).isEqualTo("strict");
  }

  @Test
  @AlsoOnHybrid
  @Requires(Need.SYSTEMD)
  @SpecRule(
      "runc update: device rules of a unit change, and a reload of systemd keeps the new ones")
  void updateChangesTheDevicesOfAUnit(Sandbox sandbox) {
    Map<String, Object> other =
        Map.of("path", "/dev/denied", "type", "c", "major", 10, "minor", 183);
    Map<String, Object> wanted =
        Map.of("path", "/dev/allowed", "type", "c", "major", 10, "minor", 229);
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/devices", List.of(wanted, other))
                    .set("/linux/resources/devices", rules(183)));
    String changes = Json.write(Map.of("devices", rules(229)));
    container.command("update", "--resources", "-").stdin(changes).execute().succeeds();
    assertDevices(container);
    reload(sandbox);
    assertDevices(container);
    assertThat(property(sandbox, unit(container), "DeviceAllow")).contains("10:229 r");
  }

  /** All devices are denied but one, of which the minor number is given, for reading. */
  private static List<Map<String, Object>> rules(int minor) {
    return List.of(
        Map.of("allow", false, "access", "rwm"),
        Map.of("allow", true, "type", "c", "major", 10, "minor", minor, "access", "r"));
  }

  /** What the kernel has no driver for is refused in other words. */
  private static void assertDevices(Container container) {
    assertThat(
            container.execSh(
                List.of(),
                "echo x > /dev/null && : < /dev/zero && echo good; (: < /dev/allowed) 2>&1;"
                    + " (: < /dev/denied) 2>&1; (: > /dev/allowed) 2>&1; true"))
        .contains("good")
        .doesNotContain("open /dev/allowed: Operation not permitted")
        .contains("open /dev/denied: Operation not permitted")
        .contains("create /dev/allowed: Operation not permitted");
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: annotations org.systemd.property.NAME are properties")
  void annotationsAreProperties(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config.set(
                    "/annotations",
                    Map.of(
                        "org.systemd.property.TimeoutStopUSec", "uint64 123456789",
                        "org.systemd.property.RuntimeMaxSec", "5000",
                        "org.systemd.property.CollectMode", "'inactive-or-failed'")));
    String unit = unit(container);
    assertThat(property(sandbox, unit, "TimeoutStopUSec")).isEqualTo("2min 3.456789s");
    assertThat(property(sandbox, unit, "RuntimeMaxUSec")).isEqualTo("1h 23min 20s");
    assertThat(property(sandbox, unit, "CollectMode")).isEqualTo("inactive-or-failed");
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: an annotation that is no property is refused by its name")
  void anAnnotationThatIsNoneIsRefused(Sandbox sandbox) {
    String name = "org.systemd.property.TimeoutStopUSec";
    Container container = container(sandbox, c -> c.set("/annotations", Map.of(name, "soon")));
    create(sandbox, container).failsSaying(name);
    assertNothingIsLeft(sandbox, container);
    Container unknown =
        container(
            sandbox,
            c -> c.set("/annotations", Map.of("org.systemd.property.NoSuchThing", "true")));
    create(sandbox, unknown).failsSaying("NoSuchThing");
    assertNothingIsLeft(sandbox, unknown);
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: a cgroupsPath of another form is an error")
  void aCgroupsPathOfAnotherFormIsRefused(Sandbox sandbox) {
    for (String path : List.of("/a/b", "a:b", "a.slice:b:c:d", "a--b.slice:c:d")) {
      Container container = container(sandbox, c -> c.set("/linux/cgroupsPath", path));
      create(sandbox, container).fails();
      assertNothingIsLeft(sandbox, container);
    }
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc --systemd-cgroup: a unit that exists is an error, and left alone")
  void aUnitOfThatNameIsLeftAlone(Sandbox sandbox) {
    Container first = launched(sandbox, config -> {});
    String path = "jrunctest-a.slice:t:" + first.id();
    Container second = container(sandbox, c -> c.set("/linux/cgroupsPath", path));
    create(sandbox, second).failsSaying(unit(first));
    assertThat(sandbox.stateFolder(second.id())).doesNotExist();
    assertThat(first.status()).isEqualTo("running");
    assertThat(property(sandbox, unit(first), "ActiveState")).isEqualTo("active");
  }

  @Test
  @AlsoOnHybrid
  @Requires(Need.SYSTEMD)
  @SpecRule("runc exec: in the groups of the container, with --systemd-cgroup or without")
  void execIsInTheScope(Sandbox sandbox) {
    Container container = launched(sandbox, config -> {});
    RunningSleep.in(container).assertIsIn(Cgroups.groupOf(container.pid(), "memory"));
  }

  /** A second process of a container. */
  private record RunningSleep(long pid) {
    static RunningSleep in(Container container) {
      Path pidFile = container.bundle().folder().resolve("exec.pid");
      container
          .executing(List.of("--detach", "--pid-file", pidFile.toString()), "/bin/sleep", "1000")
          .execute()
          .succeeds();
      return new RunningSleep(Long.parseLong(HostFiles.read(pidFile).strip()));
    }

    void assertIsIn(Path group) {
      assertThat(HostFiles.read(group.resolve("cgroup.procs")).lines())
          .contains(Long.toString(pid));
    }
  }

  @Test
  @AlsoOnHybrid
  @Requires(Need.SYSTEMD)
  @SpecRule("runc delete: removes the unit, of a container that runs and of one that has ended")
  void deleteLeavesNoUnit(Sandbox sandbox) {
    Container running = launched(sandbox, config -> {});
    Container ended = launched(sandbox, config -> {});
    ended.kill("KILL").succeeds();
    ended.awaitStatus("stopped");
    running.delete("--force").succeeds();
    ended.delete().succeeds();
    assertNothingIsLeft(sandbox, running);
    assertNothingIsLeft(sandbox, ended);
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc run: leaves no unit when the container ends")
  void runLeavesNoUnit(Sandbox sandbox) {
    Container container = container(sandbox, c -> c.args("/bin/echo", "hello"));
    Outcome outcome = making(sandbox, "run", container).succeeds();
    assertThat(outcome.stdout()).isEqualTo("hello\n");
    assertNothingIsLeft(sandbox, container);
  }

  @Test
  @Requires(Need.SYSTEMD)
  @SpecRule("runc create: when it fails, no unit is left")
  void aFailedCreateLeavesNoUnit(Sandbox sandbox) {
    Container container = container(sandbox, c -> c.args("/no/such/program"));
    create(sandbox, container).failsSaying("/no/such/program");
    assertNothingIsLeft(sandbox, container);
  }

  @Test
  @Requires({Need.SYSTEMD, Need.CGROUP_V2, Need.USER_NAMESPACES})
  @OnlyFor("jrunc")
  @SpecRule("runc --systemd-cgroup: the unit of an ordinary user is one of his own systemd")
  void anOrdinaryUsersContainerIsAScopeOfHisOwnSystemd(Sandbox sandbox, Session session)
      throws IOException {
    String manager = session.prefix() + "-manager.service";
    Path group = startManager(sandbox, manager);
    try {
      Path own = Files.createDirectory(group.resolve("own"));
      Sandbox user = sandbox.as(sandbox.user().in(sandbox.user().own(own)));
      Container container =
          container(user, config -> config.set("/linux/resources/pids/limit", 50));
      create(user, container).succeeds();
      assertThat(Cgroups.groupOf(container.pid(), "pids"))
          .isEqualTo(group.resolve("jrunctest.slice/jrunctest-a.slice/" + unit(container)));
      assertPids(container, 50);
      assertThat(ofUser(user, container)).contains("TasksMax=50", "ActiveState=active");
      container.command("update", "--pids-limit=60").execute().succeeds();
      assertPids(container, 60);
      assertThat(ofUser(user, container)).contains("TasksMax=60");
      container.delete("--force").succeeds();
      assertThat(ofUser(user, container)).contains("ActiveState=inactive");
    } finally {
      sandbox.program("systemctl", "stop", manager).execute();
    }
  }

  @Test
  @Requires(Need.SYSTEMD)
  @OnlyFor("jrunc")
  @SpecRule("jrunc plan --systemd-cgroup: shows the unit")
  void thePlanShowsTheUnit(Sandbox sandbox) {
    Container container = container(sandbox, config -> {});
    String folder = container.bundle().folder().toString();
    assertThat(
            sandbox
                .runtime()
                .command("--systemd-cgroup", "plan", "--bundle", folder)
                .execute()
                .succeeds()
                .stdout())
        .contains("unit " + unit(container) + " of systemd", "Slice=jrunctest-a.slice");
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("jrunc --systemd-cgroup: says when no systemd answers, and what to do")
  void whenNoSystemdAnswersThatIsSaid(Sandbox sandbox) {
    Container container = container(sandbox, config -> {});
    sandbox
        .runtime()
        .command(line("create", container))
        .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/no/such/bus")
        .execute()
        .failsSaying("--systemd-cgroup: ", "; leave the option away to use cgroupfs");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("runc: without --systemd-cgroup the same cgroupsPath is a path")
  void withoutTheOptionTheFormIsAPath(Sandbox sandbox) {
    String id = sandbox.newId();
    Bundle bundle = sandbox.bundle(c -> c.set("/linux/cgroupsPath", "a.slice:b:" + id));
    Container container = sandbox.container(id, bundle);
    container.create().succeeds();
    assertThat(Host.read(container.pid(), "cgroup")).contains("a.slice:b:" + id);
  }

  /** Starts the systemd of the sandbox's user; where its cgroup is, which is his. */
  private static Path startManager(Sandbox sandbox, String unit) {
    OrdinaryUser user = sandbox.user();
    List<String> line = new ArrayList<>(List.of("systemd-run", "--quiet", "--unit=" + unit));
    line.addAll(List.of("--property=DefaultDependencies=no", "--property=Delegate=yes"));
    line.add("--property=KillSignal=SIGKILL");
    for (String name : List.of("passwd", "group")) { // where only his commands are to find him
      line.add("--property=BindReadOnlyPaths=" + user.accounts().resolve(name) + ":/etc/" + name);
    }
    line.add("--setenv=HOME=" + user.home());
    line.add("--setenv=XDG_RUNTIME_DIR=" + user.runtimeFolder());
    String ids = OrdinaryUser.UID + ":" + OrdinaryUser.GID;
    String own = "chown -R " + ids + " /sys/fs/cgroup$(cut -d: -f3 /proc/self/cgroup)";
    line.addAll(List.of("/bin/sh", "-c", own + " && exec \"$@\"", "sh", "setpriv"));
    line.addAll(List.of("--reuid=" + OrdinaryUser.UID, "--regid=" + OrdinaryUser.GID));
    line.addAll(List.of("--init-groups", "/lib/systemd/systemd", "--user", "--unit=init.scope"));
    sandbox.program(line.toArray(String[]::new)).execute().succeeds();
    Path socket = user.runtimeFolder().resolve("systemd/private");
    Await.until("the user's systemd to answer", () -> Files.exists(socket));
    return Path.of("/sys/fs/cgroup" + property(sandbox, unit, "ControlGroup"));
  }

  private static String ofUser(Sandbox user, Container container) {
    return user.program("systemctl", "--user", "show", unit(container)).execute().stdout();
  }

  private static Container launched(Sandbox sandbox, Consumer<Config> edits) {
    Container container = container(sandbox, edits);
    create(sandbox, container).succeeds();
    container.start().succeeds();
    container.awaitStatus("running");
    return container;
  }

  /** With a scope of a name of its own, in a slice that all these tests share. */
  private static Container container(Sandbox sandbox, Consumer<Config> edits) {
    String id = sandbox.newId();
    Bundle bundle =
        sandbox.bundle(
            config -> {
              config
                  .args("/bin/sleep", "1000")
                  .set("/linux/cgroupsPath", "jrunctest-a.slice:t:" + id);
              edits.accept(config);
            });
    return sandbox.container(id, bundle);
  }

  private static String unit(Container container) {
    return "t-" + container.id() + ".scope";
  }

  private static Outcome create(Sandbox sandbox, Container container) {
    return making(sandbox, "create", container);
  }

  private static Outcome making(Sandbox sandbox, String subcommand, Container container) {
    return container.make(sandbox.runtime().command(line(subcommand, container))).await();
  }

  private static String[] line(String subcommand, Container container) {
    String folder = container.bundle().folder().toString();
    return new String[] {
      "--systemd-cgroup", subcommand, "--bundle", folder, container.id(),
    };
  }

  private static String property(Sandbox sandbox, String unit, String name) {
    return sandbox
        .program("systemctl", "show", "--property", name, "--value", unit)
        .execute()
        .succeeds()
        .stdout()
        .strip();
  }

  private static void assertMemory(Container container, long bytes) {
    assertThat(file(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(bytes));
  }

  private static void assertPids(Container container, int limit) {
    assertThat(file(container, "pids", "pids.max", "pids.max")).isEqualTo(Integer.toString(limit));
  }

  private static void assertMemoryProperty(Sandbox sandbox, String unit, long bytes) {
    String name = Cgroups.isV1() ? "MemoryLimit" : "MemoryMax";
    assertThat(property(sandbox, unit, name)).isEqualTo(Long.toString(bytes));
  }

  private static String file(Container container, String controller, String v1, String v2) {
    Path group = Cgroups.groupOf(container.pid(), controller);
    return HostFiles.read(group.resolve(Cgroups.isV1() ? v1 : v2)).strip();
  }

  private static void reload(Sandbox sandbox) {
    sandbox.program("systemctl", "daemon-reload").execute().succeeds();
  }

  /** systemd forgets a unit a moment after its last process. */
  private static void assertNothingIsLeft(Sandbox sandbox, Container container) {
    Await.until(
        "unit " + unit(container) + " to be gone",
        () -> property(sandbox, unit(container), "LoadState").equals("not-found"));
    assertThat(container.traces()).isEmpty();
  }
}
