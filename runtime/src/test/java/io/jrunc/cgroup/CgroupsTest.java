package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CgroupsTest {

  private final FakeCgroupFiles files = new FakeCgroupFiles();
  private final FakeBpf bpf = new FakeBpf();
  private final FakeProcesses processes = new FakeProcesses(files);
  private final Cgroups cgroups = new Cgroups(files, processes, bpf);

  // where groups are

  @Test
  void aGroupIsInEveryHierarchyOfVersion1() {
    assertThat(locate("/jrunc/web1", v1()).toLines())
        .containsExactly(
            "1:memory:2/2:/cg/memory/jrunc/web1",
            "1:cpu,cpuacct:2/2:/cg/cpu/jrunc/web1",
            "1:cpuset:2/2:/cg/cpuset/jrunc/web1",
            "1:freezer:2/2:/cg/freezer/jrunc/web1",
            "1:name=systemd:2/2:/cg/systemd/jrunc/web1");
  }

  @Test
  void version2BesideVersion1IsUsedOnlyWhenALimitNeedsIt() {
    files.mountV1("/cg/memory", "memory", "devices").mountV2("/cg/unified", "pids");
    CgroupLayout hybrid =
        layout(
            new Hierarchy(2, List.of("pids"), "/cg/unified", "/", "/"),
            new Hierarchy(1, List.of("memory", "devices"), "/cg/memory", "/", "/"));
    assertThat(locate("/a", hybrid).toLines()).containsExactly("1:memory,devices:1/1:/cg/memory/a");
    CgroupPlan plan = new CgroupPlan("/a", limits(null, 5L));
    assertThat(cgroups.locate(plan, hybrid).toLines())
        .containsExactly("1:memory,devices:1/1:/cg/memory/a", "2:pids:1/1:/cg/unified/a");
  }

  @Test
  void version2IsUsedAlwaysBesideAHierarchyThatHasNoControllers() {
    files.mountV1("/cg/systemd", "name=systemd").mountV2("/cg/unified", "memory pids");
    CgroupLayout layout =
        layout(
            new Hierarchy(1, List.of("name=systemd"), "/cg/systemd", "/", "/"),
            new Hierarchy(2, List.of("memory", "pids"), "/cg/unified", "/", "/"));
    Cgroup cgroup = create("/a", layout, Resources.none());
    assertThat(cgroup.paths().toLines())
        .containsExactly("1:name=systemd:1/1:/cg/systemd/a", "2:memory,pids:1/1:/cg/unified/a");
    assertThat(files.exists(Path.of("/cg/unified/a/memory.max"))).isTrue();
  }

  @Test
  void whatIsThereAlreadyIsNotOurs() {
    CgroupLayout v2 = v2("memory pids");
    files.addGroup(Path.of("/cg/podman"));
    assertThat(locate("/podman/a", v2).toLines()).containsExactly("2:memory,pids:1/2:/cg/podman/a");
    files.addGroup(Path.of("/cg/podman/a"));
    assertThat(locate("/podman/a", v2).toLines()).containsExactly("2:memory,pids:0/2:/cg/podman/a");
  }

  @Test
  void theDefaultParentIsOursWhoeverMadeIt() {
    CgroupLayout v2 = v2("memory");
    files.addGroup(Path.of("/cg/jrunc"));
    assertThat(locate("/jrunc/a", v2).toLines()).containsExactly("2:memory:2/2:/cg/jrunc/a");
    files.addGroup(Path.of("/cg/jrunc/a"));
    assertThat(locate("/jrunc/a", v2).toLines()).containsExactly("2:memory:0/2:/cg/jrunc/a");
  }

  @Test
  void theRootGroupAndPathsThatClimbAreRefused() {
    assertThatThrownBy(() -> locate("/", v2("memory")))
        .isInstanceOf(CgroupException.class)
        .hasMessage("/: a container can't live in the root cgroup");
    assertThatThrownBy(() -> locate("/./", v2("memory")))
        .hasMessage("/./: a container can't live in the root cgroup");
    assertThatThrownBy(() -> locate("/a/../../etc", v2("memory")))
        .hasMessage("/a/../../etc: a cgroup's path must not climb up");
    assertThatThrownBy(() -> locate("a", v2("memory")))
        .hasMessage("a: not an absolute path of a cgroup");
  }

  @Test
  void aLimitWithoutAControllerIsRefusedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> create("/a", v2("memory"), limits(null, 5L)))
        .hasMessage(
            "/linux/resources/pids/limit: the pids controller is not available on this host");
    assertThat(files.done).isEmpty();
  }

  // making them

  @Test
  void limitsAreWrittenIntoTheNewGroup() {
    create("/a", v2("memory pids"), limits(4096L, 5L));
    assertThat(files.done)
        .containsExactly(
            "/cg/cgroup.subtree_control=+memory +pids",
            "mkdir /cg/a",
            "/cg/a/memory.max=4096",
            "/cg/a/pids.max=5");
  }

  @Test
  void controllersAreHandedDownAtEveryLevelOfVersion2() {
    create("/a/b", v2("memory pids"), limits(4096L, null));
    assertThat(files.get("/cg/a/cgroup.subtree_control")).isEqualTo("memory pids");
    assertThat(files.get("/cg/a/b/cgroup.subtree_control")).isEmpty();
    assertThat(files.get("/cg/a/b/memory.max")).isEqualTo("4096");
  }

  @Test
  void aControllerThatNoLimitNeedsMayStayBehind() {
    CgroupLayout v2 = v2("memory pids");
    files.addGroup(Path.of("/cg/a"));
    files.refused.put("write /cg/cgroup.subtree_control", Errno.EBUSY);
    assertThatCode(() -> create("/a/b", v2, Resources.none())).doesNotThrowAnyException();
  }

  @Test
  void aControllerThatALimitNeedsMustBeHandedDown() {
    files.refused.put("write /cg/cgroup.subtree_control", Errno.EBUSY);
    assertThatThrownBy(() -> create("/a/b", v2("memory pids"), limits(4096L, null)))
        .hasMessageStartingWith(
            "/linux/resources/memory/limit: /cg/cgroup.subtree_control: +memory:"
                + " device or resource busy (EBUSY)");
    assertThat(files.done).isEmpty();
  }

  @Test
  void aControllerThatStopsHalfWayIsNamed() {
    CgroupLayout v2 = v2("memory pids");
    files.addGroup(Path.of("/cg/a"));
    files.set("/cg/a/cgroup.controllers", "pids");
    assertThatThrownBy(() -> create("/a/b", v2, limits(4096L, null)))
        .hasMessage(
            "/linux/resources/memory/limit: the memory controller is not available in /cg/a");
  }

  @Test
  void cpusetsOfVersion1AreFilledFromAboveAtEveryLevel() {
    files.mountV1("/cg/cpuset", "cpuset");
    files.set("/cg/cpuset/cpuset.cpus", "0-3");
    files.set("/cg/cpuset/cpuset.mems", "0");
    CgroupLayout layout = layout(new Hierarchy(1, List.of("cpuset"), "/cg/cpuset", "/", "/"));
    create("/a/b", layout, Resources.none());
    assertThat(files.get("/cg/cpuset/a/cpuset.cpus")).isEqualTo("0-3");
    assertThat(files.get("/cg/cpuset/a/b/cpuset.cpus")).isEqualTo("0-3");
    assertThat(files.get("/cg/cpuset/a/b/cpuset.mems")).isEqualTo("0");
  }

  @Test
  void cpusetsThatOthersHaveLeftEmptyAreFilledToo() {
    files.mountV1("/cg/cpuset", "cpuset");
    files.set("/cg/cpuset/cpuset.cpus", "0-3");
    files.set("/cg/cpuset/cpuset.mems", "0");
    files.addGroup(Path.of("/cg/cpuset/a"));
    files.addGroup(Path.of("/cg/cpuset/a/b"));
    files.set("/cg/cpuset/a/b/cpuset.mems", "1");
    CgroupLayout layout = layout(new Hierarchy(1, List.of("cpuset"), "/cg/cpuset", "/", "/"));
    create("/a/b/c", layout, Resources.none());
    assertThat(files.get("/cg/cpuset/a/cpuset.cpus")).isEqualTo("0-3");
    assertThat(files.get("/cg/cpuset/a/cpuset.mems")).isEmpty();
    assertThat(files.get("/cg/cpuset/a/b/cpuset.mems")).isEqualTo("1");
    assertThat(files.get("/cg/cpuset/a/b/c/cpuset.cpus")).isEqualTo("0-3");
    assertThat(files.get("/cg/cpuset/a/b/c/cpuset.mems")).isEqualTo("1");
  }

  @Test
  void inVersion1NothingIsAskedOfTheGroupsAbove() {
    CgroupLayout v1 = v1();
    for (Hierarchy hierarchy : v1.hierarchies()) {
      files.addGroup(Path.of(hierarchy.mountPoint(), "pods"));
      files.refused.put("mkdir " + hierarchy.mountPoint() + "/pods", Errno.EACCES);
    }
    assertThatCode(() -> create("/pods/a", v1, Resources.none())).doesNotThrowAnyException();
  }

  @Test
  void theDevicesOfAGroupAreWrittenThroughOneOpenFileForEachKind() {
    files.mountV1("/cg/devices", "devices");
    CgroupLayout layout = layout(new Hierarchy(1, List.of("devices"), "/cg/devices", "/", "/"));
    create("/a", layout, Resources.none());
    assertThat(files.opened)
        .containsExactly("/cg/devices/a/devices.deny", "/cg/devices/a/devices.allow");
    assertThat(files.done).contains("/cg/devices/a/devices.allow=c 1:3 rwm");
  }

  @Test
  void anEmptyGroupThatIsThereIsUsedAndKeepsItsPlaceAtTheEnd() {
    CgroupLayout v2 = v2("memory");
    files.addGroup(Path.of("/cg/a"));
    Cgroup cgroup = create("/a", v2, Resources.none());
    cgroup.delete();
    assertThat(files.exists(Path.of("/cg/a"))).isTrue();
  }

  @Test
  void aGroupWithProcessesBelowItIsRefused() {
    CgroupLayout v2 = v2("memory");
    files.addGroup(Path.of("/cg/a"));
    files.addGroup(Path.of("/cg/a/child"));
    files.set("/cg/a/child/cgroup.procs", "7\n8\n0");
    assertThatThrownBy(() -> create("/a", v2, Resources.none()))
        .hasMessage("/linux/cgroupsPath: /cg/a: the cgroup is in use by 2 processes: 7, 8");
  }

  @Test
  void aFrozenGroupIsRefused() {
    CgroupLayout v2 = v2("memory");
    files.addGroup(Path.of("/cg/a"));
    files.set("/cg/a/cgroup.freeze", "1");
    assertThatThrownBy(() -> create("/a", v2, Resources.none()))
        .hasMessage("/linux/cgroupsPath: /cg/a: the cgroup is frozen");
    files.set("/cg/a/cgroup.freeze", "0");
    files.set("/cg/a/cgroup.events", "populated 0\nfrozen 1");
    assertThatThrownBy(() -> create("/a", v2, Resources.none()))
        .hasMessage("/linux/cgroupsPath: /cg/a: the cgroup is frozen");
  }

  @Test
  void aNewGroupRightBelowARootIsFrozenOnlyIfThatRootCanBe() {
    CgroupLayout v2 = v2("memory");
    files.readsInstead("/cg/a/cgroup.events", "populated 0\nfrozen 1", 1);
    assertThatThrownBy(() -> create("/a", v2, Resources.none()))
        .hasMessage("/linux/cgroupsPath: /cg/a: the cgroup is frozen");
    files.drop("/cg/cgroup.freeze"); // as in the root of all groups
    files.readsInstead("/cg/b/cgroup.events", "populated 0\nfrozen 1", 1);
    create("/b", v2, Resources.none());
    files.readsInstead("/cg/c/d/cgroup.events", "populated 0\nfrozen 1", 1);
    assertThatThrownBy(() -> create("/c/d", v2, Resources.none()))
        .hasMessage("/linux/cgroupsPath: /cg/c/d: the cgroup is frozen");
  }

  @Test
  void aGroupThatAnotherMakesAtTheSameMomentIsLeftToIt() {
    CgroupLayout v2 = v2("memory");
    files.before.put("mkdir /cg/a", () -> files.addGroup(Path.of("/cg/a")));
    assertThatThrownBy(() -> create("/a", v2, Resources.none()))
        .hasMessage("/cg/a: the cgroup was made by another process at the same moment");
    assertThat(files.exists(Path.of("/cg/a"))).isTrue();
  }

  @Test
  void aParentThatAnotherTakesAwayIsMadeAgainAndThenOurs() {
    CgroupLayout v2 = v2("memory");
    files.addGroup(Path.of("/cg/pod"));
    files.before.put("mkdir /cg/pod/a", () -> files.removeDirectory(Path.of("/cg/pod")));
    Cgroup cgroup = create("/pod/a", v2, Resources.none());
    assertThat(cgroup.paths().toLines()).containsExactly("2:memory:2/2:/cg/pod/a");
  }

  @Test
  void whatWasMadeIsRemovedWhenALimitIsRefused() {
    files.refused.put("write /cg/a/b/pids.max", Errno.EINVAL);
    assertThatThrownBy(() -> create("/a/b", v2("memory pids"), limits(4096L, 5L)))
        .isInstanceOf(CgroupWriteException.class)
        .hasMessage("/linux/resources/pids/limit: pids.max: 5: invalid argument (EINVAL)")
        .hasNoSuppressedExceptions();
    assertThat(files.done).endsWith("rmdir /cg/a/b", "rmdir /cg/a");
  }

  @Test
  void aParentThatOthersHaveComeToLiveInStaysWithoutComplaint() {
    files.before.put("write /cg/a/b/pids.max", () -> files.addGroup(Path.of("/cg/a/other")));
    files.refused.put("write /cg/a/b/pids.max", Errno.EINVAL);
    assertThatThrownBy(() -> create("/a/b", v2("memory pids"), limits(4096L, 5L)))
        .hasNoSuppressedExceptions();
    assertThat(files.exists(Path.of("/cg/a/other"))).isTrue();
    assertThat(files.exists(Path.of("/cg/a/b"))).isFalse();
  }

  @Test
  void anUndoThatFailsIsToldBesideTheCause() {
    files.refused.put("write /cg/a/pids.max", Errno.EINVAL);
    files.refused.put("rmdir /cg/a", Errno.EACCES);
    assertThatThrownBy(() -> create("/a", v2("memory pids"), limits(4096L, 5L)))
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.type(KernelException.class))
                    .extracting(KernelException::errno)
                    .isEqualTo(Errno.EACCES));
  }

  @Test
  void aFileThatTheKernelLacksIsAnErrorUnlessNothingIsLostByIt() {
    CgroupLayout v2 = v2("memory pids");
    files.addGroup(Path.of("/cg/a"));
    files.set("/cg/a/memory.max", "max");
    Cgroup cgroup = create("/a", v2, Resources.none());
    cgroup.limit(swap(100, 100));
    assertThatThrownBy(() -> cgroup.limit(swap(100, 150)))
        .hasMessage(
            "/linux/resources/memory/swap: memory.swap.max: 50: no such file or directory (ENOENT):"
                + " this kernel keeps no such limit");
  }

  @Test
  void aLimitBelowTheUsageSaysHowMuchThatIs() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    files.set("/cg/memory/a/memory.usage_in_bytes", "8192");
    files.refused.put("write /cg/memory/a/memory.limit_in_bytes", Errno.EBUSY);
    assertThatThrownBy(() -> cgroup.limit(limits(4096L, null)))
        .hasMessage(
            "/linux/resources/memory/limit: memory.limit_in_bytes: 4096:"
                + " device or resource busy (EBUSY): 8192 bytes are in use");
  }

  @Test
  void version2StartsWithAFilter() {
    CgroupLayout v2 = v2("memory");
    create("/a", v2, Resources.none());
    assertThat(bpf.done).containsExactly("attach 1 to /cg/a");
    assertThat(BpfMachine.allows(bpf.own("/cg/a").orElseThrow(), 'c', 1, 11, BpfMachine.READ))
        .isFalse();
  }

  @Test
  void whoMayNotChangeCgroupsHasNoDevicesToProtect() {
    CgroupPaths paths = locate("/a", v2("memory"));
    cgroups.create(paths, Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY);
    assertThat(bpf.done).isEmpty();
  }

  @Test
  void aFilterThatIsRefusedLeavesNoGroup() {
    bpf.refused.put("load", Errno.EPERM);
    assertThatThrownBy(() -> create("/a", v2("memory"), Resources.none()))
        .isInstanceOf(CgroupException.class)
        .hasMessageStartingWith("/linux/resources/devices: the kernel refuses the device filter");
    assertThat(files.exists(Path.of("/cg/a"))).isFalse();
  }

  @Test
  void devicesThatVersion1DoesNotControlAreFilteredInVersion2BesideIt() {
    files.mountV1("/cg/memory", "memory").mountV2("/cg/unified", "");
    CgroupLayout hybrid =
        layout(
            new Hierarchy(2, List.of(), "/cg/unified", "/", "/"),
            new Hierarchy(1, List.of("memory"), "/cg/memory", "/", "/"));
    create("/a", hybrid, Resources.none());
    assertThat(bpf.done).containsExactly("attach 1 to /cg/unified/a");
  }

  @Test
  void version1StartsWithNoDevices() {
    files.mountV1("/cg/devices", "devices");
    CgroupLayout layout = layout(new Hierarchy(1, List.of("devices"), "/cg/devices", "/", "/"));
    create("/a", layout, Resources.none());
    assertThat(files.done)
        .contains("/cg/devices/a/devices.deny=a", "/cg/devices/a/devices.allow=c 1:3 rwm");
  }

  // users who may not change cgroups

  @Test
  void whoNeedsNoLimitCanDoWithoutHierarchies() {
    CgroupLayout v1 = v1();
    files.refused.put("mkdir /cg/memory/a", Errno.EACCES);
    CgroupPaths paths = locate("/a", v1);
    Cgroup cgroup = cgroups.create(paths, Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY);
    assertThat(cgroup.paths().entries())
        .extracting(Entry::directory)
        .doesNotContain(Path.of("/cg/memory/a"))
        .contains(Path.of("/cg/cpu/a"));
  }

  @Test
  void whoNeedsALimitHearsWhatForbidsIt() {
    CgroupLayout v1 = v1();
    files.refused.put("mkdir /cg/memory/a", Errno.EACCES);
    CgroupPaths paths = locate("/a", v1);
    assertThatThrownBy(
            () -> cgroups.create(paths, limits(4096L, null), CgroupAccess.NEEDED_FOR_LIMITS_ONLY))
        .hasMessage(
            "/linux/resources/memory/limit: mkdir /cg/memory/a: permission denied (EACCES); a limit"
                + " needs a cgroup that the caller may change");
  }

  @Test
  void whoWasNotGivenAControllerHearsHowItIsGiven() {
    CgroupLayout v2 = v2("memory pids");
    files.refused.put("write /cg/cgroup.subtree_control", Errno.EACCES);
    CgroupPaths paths = locate("/a", v2);
    assertThatThrownBy(
            () -> cgroups.create(paths, limits(4096L, null), CgroupAccess.NEEDED_FOR_LIMITS_ONLY))
        .hasMessage(
            "/linux/resources/memory/limit: /cg/cgroup.subtree_control: +memory: permission denied"
                + " (EACCES); the controller isn't delegated to the caller: as root, put"
                + " \"[Service]\" and \"Delegate=cpu cpuset io memory pids\" into"
                + " /etc/systemd/system/user@.service.d/delegate.conf, run systemctl daemon-reload,"
                + " and log in again");
    files.refused.put("write /cg/cgroup.subtree_control", Errno.EBUSY);
    assertThatThrownBy(
            () -> cgroups.create(paths, limits(4096L, null), CgroupAccess.NEEDED_FOR_LIMITS_ONLY))
        .hasMessageEndingWith(
            "device or resource busy (EBUSY); a group that has processes hands no controllers down:"
                + " call from a group below it, as systemd-run --user --scope makes one");
    assertThat(files.exists(Path.of("/cg/a"))).isFalse();
  }

  @Test
  void aGroupOfVersion2IsGivenAwayWithTheFilesThatTheKernelNames() {
    Cgroup cgroup = create("/a", v2("memory"), Resources.none());
    files.done.clear();
    cgroup.giveTo(7);
    assertThat(files.done)
        .containsExactly(
            "chown 7 /cg/a", "chown 7 /cg/a/cgroup.procs", "chown 7 /cg/a/cgroup.subtree_control");
    files.set("/sys/kernel/cgroup/delegate", "cgroup.procs\nmemory.reclaim\nmemory.max");
    files.done.clear();
    cgroup.giveTo(7);
    assertThat(files.done)
        .containsExactly("chown 7 /cg/a", "chown 7 /cg/a/cgroup.procs", "chown 7 /cg/a/memory.max");
  }

  @Test
  void groupsOfVersion1AreNotGivenAway() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    files.done.clear();
    cgroup.giveTo(7);
    assertThat(files.done).isEmpty();
  }

  @Test
  void otherErrorsAreNotForgiven() {
    CgroupLayout v1 = v1();
    files.refused.put("mkdir /cg/memory/a", Errno.ENOSPC);
    CgroupPaths paths = locate("/a", v1);
    assertThatThrownBy(
            () -> cgroups.create(paths, Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY))
        .isInstanceOf(KernelException.class);
    files.refused.put("mkdir /cg/memory/a", Errno.EACCES);
    assertThatThrownBy(() -> cgroups.create(paths, Resources.none(), CgroupAccess.REQUIRED))
        .isInstanceOf(KernelException.class);
  }

  @Test
  void memoryCanBeChargedLaterThanTheRestWhereItHasAHierarchyOfItsOwn() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    cgroup.attachAllButMemory(new Pid(42));
    assertThat(files.get("/cg/memory/a/cgroup.procs")).isEmpty();
    assertThat(files.get("/cg/cpu/a/cgroup.procs")).isEqualTo("42");
    files.done.clear();
    cgroup.attachMemory(new Pid(42));
    assertThat(files.done).containsExactly("/cg/memory/a/cgroup.procs=42");
  }

  @Test
  void memoryIsChargedAtOnceWhereItSharesAHierarchy() {
    Cgroup cgroup = create("/a", v2("memory"), Resources.none());
    cgroup.attachAllButMemory(new Pid(42));
    assertThat(files.get("/cg/a/cgroup.procs")).isEqualTo("42");
    files.done.clear();
    cgroup.attachMemory(new Pid(42));
    assertThat(files.done).isEmpty();
  }

  @Test
  void attachingIsForgivenOnlyWhereNoLimitWasSet() {
    CgroupLayout v2 = v2("memory");
    files.refused.put("write /cg/a/cgroup.procs", Errno.EACCES);
    Cgroup free =
        cgroups.create(locate("/a", v2), Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY);
    assertThatCode(() -> free.attach(new Pid(9))).doesNotThrowAnyException();
    free.limit(limits(4096L, null));
    assertThatThrownBy(() -> free.attach(new Pid(9)))
        .hasMessage("/cg/a: process 9 can't be put into the cgroup: permission denied (EACCES)");
  }

  @Test
  void taskFilesAreThoseOfTheGroupsAndNothingElse() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    assertThat(cgroup.openTaskFile("/cg/freezer/a/tasks")).hasToString("/cg/freezer/a/tasks");
    assertThatThrownBy(() -> cgroup.openTaskFile("/cg/other/a/tasks"))
        .hasMessage("/cg/other/a/tasks is of no group of the container");
    Cgroup free =
        cgroups.create(locate("/b", v1()), Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY);
    assertThat(free.openTaskFile("/cg/other/b/tasks")).hasToString("/dev/null");
    files.refused.put("open /cg/freezer/a/tasks", Errno.EACCES);
    assertThatThrownBy(() -> cgroup.openTaskFile("/cg/freezer/a/tasks"))
        .hasMessage(
            "/cg/freezer/a/tasks: no process can be put into the cgroup: permission denied (EACCES)");
  }

  @Test
  void aTaskFileThatIsRefusedIsForgivenOnlyWhereNoLimitWasSet() {
    files.refused.put("open /cg/memory/a/tasks", Errno.EACCES);
    Cgroup free =
        cgroups.create(locate("/a", v1()), Resources.none(), CgroupAccess.NEEDED_FOR_LIMITS_ONLY);
    assertThat(free.openTaskFile("/cg/memory/a/tasks")).hasToString("/dev/null");
    free.limit(limits(4096L, null));
    assertThatThrownBy(() -> free.openTaskFile("/cg/memory/a/tasks"))
        .isInstanceOf(CgroupException.class);
  }

  @Test
  void whoHasEnteredVersion1IsPutIntoVersion2Only() {
    files.mountV2("/cg/unified", "hugetlb");
    Cgroup cgroup = create("/a", v1(), Resources.none());
    cgroup.attachUnified(new Pid(42));
    assertThat(files.done).noneMatch(d -> d.endsWith("cgroup.procs=42"));
  }

  // living and dying in them

  @Test
  void aProcessIsAttachedInEveryHierarchy() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    cgroup.attach(new Pid(42));
    assertThat(files.done).filteredOn(d -> d.endsWith("cgroup.procs=42")).hasSize(5);
    assertThat(cgroup.processes()).containsExactly(new Pid(42));
  }

  @Test
  void execGoesWhereInitIsWhenTheGroupHandsControllersDown() {
    Cgroup cgroup = create("/p/a", v2("memory"), Resources.none());
    files.addGroup(Path.of("/cg/p/a/inner"));
    files.refused.put("write /cg/p/a/cgroup.procs", Errno.EBUSY);
    files.set("/proc/7/cgroup", "1:name=systemd:/p/a\n0::/p/a/inner");
    cgroup.attachUnified(new Pid(42), SubGroups.NONE, new Pid(7));
    assertThat(files.get("/cg/p/a/inner/cgroup.procs")).isEqualTo("42");
  }

  @Test
  void execGoesNowhereElseWhenInitIsNotInTheContainersGroupOrAGroupWasAskedFor() {
    Cgroup cgroup = create("/p/a", v2("memory"), Resources.none());
    files.refused.put("write /cg/p/a/cgroup.procs", Errno.EBUSY);
    files.set("/proc/7/cgroup", "0::/p/another");
    assertThatThrownBy(() -> cgroup.attachUnified(new Pid(42), SubGroups.NONE, new Pid(7)))
        .hasMessageEndingWith("device or resource busy (EBUSY)");
    files.set("/proc/7/cgroup", "0::/p/a/inner");
    files.refused.put("write /cg/p/a/below/cgroup.procs", Errno.EBUSY);
    SubGroups below = SubGroups.parse(List.of("below"));
    assertThatThrownBy(() -> cgroup.attachUnified(new Pid(42), below, new Pid(7)))
        .hasMessageEndingWith("device or resource busy (EBUSY)");
  }

  @Test
  void version2KillsAtOnce() {
    Cgroup cgroup = create("/a", v2("memory"), Resources.none());
    files.set("/cg/a/cgroup.kill", "");
    cgroup.attach(new Pid(42));
    cgroup.kill();
    assertThat(files.done).endsWith("/cg/a/cgroup.kill=1");
    assertThat(processes.signals).isEmpty();
  }

  @Test
  void version1FreezesKillsAndThawsEveryGroup() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    cgroup.attach(new Pid(42));
    files.addGroup(Path.of("/cg/freezer/a/child"));
    files.set("/cg/freezer/a/child/freezer.state", "FROZEN");
    cgroup.kill();
    assertThat(files.done)
        .endsWith(
            "/cg/freezer/a/freezer.state=FROZEN",
            "SIGKILL 42",
            "/cg/freezer/a/freezer.state=THAWED",
            "/cg/freezer/a/child/freezer.state=THAWED");
  }

  @Test
  void version2BeforeItCouldKillIsFrozenToo() {
    Cgroup cgroup = create("/a", v2("memory"), Resources.none());
    cgroup.attach(new Pid(42));
    files.before.put(
        "write /cg/a/cgroup.freeze",
        () -> files.set("/cg/a/cgroup.events", "populated 1\nfrozen 1"));
    cgroup.kill();
    assertThat(files.done).endsWith("/cg/a/cgroup.freeze=1", "SIGKILL 42", "/cg/a/cgroup.freeze=0");
  }

  @Test
  void whoCantBeKilledIsNamedAfterABoundedWait() {
    create("/a", v2("memory"), Resources.none()).attach(new Pid(42));
    processes.immortal.add(42);
    GroupKiller killer = new GroupKiller(files, processes);
    assertThatThrownBy(() -> killer.kill(Path.of("/cg/a"), Duration.ofMillis(3)))
        .hasMessage("/cg/a: process 42 can't be killed");
  }

  @Test
  void killingNobodyDoesNothing() {
    Cgroup cgroup = create("/a", v1(), Resources.none());
    List<String> before = List.copyOf(files.done);
    cgroup.kill();
    assertThat(files.done).isEqualTo(before);
  }

  @Test
  void deleteTakesTheContainersOwnGroupsAndOurParents() {
    Cgroup cgroup = create("/p/a", v2("memory"), Resources.none());
    files.addGroup(Path.of("/cg/p/a/own"));
    files.addGroup(Path.of("/cg/p/a/own/deeper"));
    cgroup.delete();
    assertThat(files.done)
        .endsWith("rmdir /cg/p/a/own/deeper", "rmdir /cg/p/a/own", "rmdir /cg/p/a", "rmdir /cg/p");
    assertThat(files.exists(Path.of("/cg"))).isTrue();
  }

  @Test
  void deleteLeavesParentsThatOthersUse() {
    Cgroup cgroup = create("/p/a", v2("memory"), Resources.none());
    files.addGroup(Path.of("/cg/p/b"));
    cgroup.delete();
    assertThat(files.exists(Path.of("/cg/p/b"))).isTrue();
    assertThat(files.exists(Path.of("/cg/p/a"))).isFalse();
  }

  @Test
  void anUnusedGroupIsRemovedByLookingWhetherItIs() {
    CgroupLayout v1 = v1();
    Cgroup cgroup = create("/p/a", v1, Resources.none());
    assertThat(cgroup.removeIfUnused()).isTrue();
    assertThat(files.exists(Path.of("/cg/freezer/p/a"))).isFalse();
    assertThat(files.exists(Path.of("/cg/memory/p/a"))).isTrue();
    files.addGroup(Path.of("/cg/freezer/p/a")); // somebody's by now
    cgroup.delete();
    assertThat(files.exists(Path.of("/cg/freezer/p/a"))).isTrue();
    assertThat(files.exists(Path.of("/cg/memory/p"))).isFalse();
  }

  @Test
  void aGroupInUseOrNotOursIsNotRemovedByLooking() {
    CgroupLayout v2 = v2("memory");
    Cgroup used = create("/a", v2, Resources.none());
    used.attach(new Pid(42));
    assertThat(used.removeIfUnused()).isFalse();
    files.addGroup(Path.of("/cg/b"));
    Cgroup others = create("/b", v2, Resources.none());
    assertThat(others.removeIfUnused()).isFalse();
    assertThat(files.exists(Path.of("/cg/a"))).isTrue();
    assertThat(files.exists(Path.of("/cg/b"))).isTrue();
  }

  @Test
  void deletingTwiceIsDeletingOnce() {
    Cgroup cgroup = create("/p/a", v2("memory"), Resources.none());
    cgroup.delete();
    assertThatCode(cgroup::delete).doesNotThrowAnyException();
  }

  @Test
  void deleteWaitsForTheLastProcess() {
    Cgroup cgroup = create("/a", v2("memory"), Resources.none());
    cgroup.attach(new Pid(42));
    files.before.put("rmdir /cg/a", () -> files.exit(42));
    cgroup.delete();
    assertThat(files.exists(Path.of("/cg/a"))).isFalse();
  }

  @Test
  void aGroupThatStaysInUseIsNamedWithItsProcesses() {
    create("/a", v2("memory"), Resources.none()).attach(new Pid(42));
    assertThatThrownBy(
            () -> new GroupRemover(files, processes).remove(Path.of("/cg/a"), Duration.ofMillis(3)))
        .hasMessage(
            "/cg/a: the cgroup can't be removed: device or resource busy (EBUSY):"
                + " process 42 still in it");
  }

  @Test
  void aGroupThatMayNotBeRemovedIsNotWaitedFor() {
    create("/a", v2("memory"), Resources.none());
    files.refused.put("rmdir /cg/a", Errno.EACCES);
    assertThatThrownBy(
            () -> new GroupRemover(files, processes).remove(Path.of("/cg/a"), Duration.ofDays(1)))
        .hasMessage("/cg/a: the cgroup can't be removed: permission denied (EACCES)");
  }

  @Test
  void theFreezerIsReadInTheWordsOfEachVersion() {
    Cgroup v1 = create("/a", v1(), Resources.none());
    assertThat(v1.freezerState()).isEqualTo(FreezerState.THAWED);
    files.set("/cg/freezer/a/freezer.state", "FREEZING");
    assertThat(v1.freezerState()).isEqualTo(FreezerState.FREEZING);
    files.mountV2("/v2", "memory");
    CgroupLayout only = layout(new Hierarchy(2, List.of("memory"), "/v2", "/", "/"));
    Cgroup v2 = create("/a", only, Resources.none());
    assertThat(v2.freezerState()).isEqualTo(FreezerState.THAWED);
    files.set("/v2/a/cgroup.freeze", "1");
    assertThat(v2.freezerState()).isEqualTo(FreezerState.FREEZING);
    files.set("/v2/a/cgroup.events", "populated 1\nfrozen 1");
    assertThat(v2.freezerState()).isEqualTo(FreezerState.FROZEN);
  }

  @Test
  void withoutGroupsThereIsNothingToDo() {
    Cgroup none = cgroups.open(new CgroupPaths(List.of()), CgroupAccess.REQUIRED);
    none.attach(new Pid(42));
    none.kill();
    none.delete();
    assertThat(none.processes()).isEmpty();
    assertThat(none.memory()).isEmpty();
    assertThat(none.freezerState()).isEqualTo(FreezerState.THAWED);
  }

  private CgroupLayout v1() {
    files
        .mountV1("/cg/memory", "memory")
        .mountV1("/cg/cpu", "cpu", "cpuacct")
        .mountV1("/cg/cpuset", "cpuset")
        .mountV1("/cg/freezer", "freezer")
        .mountV1("/cg/systemd", "name=systemd");
    return layout(
        new Hierarchy(1, List.of("memory"), "/cg/memory", "/", "/"),
        new Hierarchy(1, List.of("cpu", "cpuacct"), "/cg/cpu", "/", "/"),
        new Hierarchy(1, List.of("cpuset"), "/cg/cpuset", "/", "/"),
        new Hierarchy(1, List.of("freezer"), "/cg/freezer", "/", "/"),
        new Hierarchy(1, List.of("name=systemd"), "/cg/systemd", "/", "/"));
  }

  private CgroupLayout v2(String controllers) {
    files.mountV2("/cg", controllers);
    return layout(new Hierarchy(2, KernelText.words(controllers), "/cg", "/", "/"));
  }

  private static CgroupLayout layout(Hierarchy... hierarchies) {
    return new CgroupLayout(List.of(hierarchies));
  }

  private CgroupPaths locate(String path, CgroupLayout layout) {
    return cgroups.locate(new CgroupPlan(path, Resources.none()), layout);
  }

  private Cgroup create(String path, CgroupLayout layout, Resources resources) {
    CgroupPaths paths = cgroups.locate(new CgroupPlan(path, resources), layout);
    return cgroups.create(paths, resources, CgroupAccess.REQUIRED);
  }

  private static Resources limits(@Nullable Long memory, @Nullable Long pids) {
    return resources(
        new Memory(memory, null, null, null, null, null, null, null, false), new Pids(pids));
  }

  private static Resources swap(long limit, long total) {
    return resources(
        new Memory(limit, null, total, null, null, null, null, null, false), Pids.none());
  }

  private static Resources resources(Memory memory, Pids pids) {
    return new Resources(
        List.of(),
        memory,
        Cpu.none(),
        pids,
        BlockIo.none(),
        List.of(),
        Network.none(),
        Map.of(),
        Map.of());
  }
}
