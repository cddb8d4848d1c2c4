package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.HugepageLimit;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of limits in the files of a group, and what is said when one can't be kept. */
class LimitsTest {

  private final FakeCgroupFiles files = new FakeCgroupFiles();
  private final Cgroups cgroups = new Cgroups(files, new FakeProcesses(files), new FakeBpf());

  @Test
  void theFileOfTheSchedulerThatTheKernelHasIsTheOnlyOneWritten() {
    CgroupLayout v1 = v1("blkio");
    create(v1, weight(300));
    assertThat(files.done).containsExactly("mkdir /cg/blkio/a", "/cg/blkio/a/blkio.bfq.weight=300");
    files.done.clear();
    files.before.put(
        "write /cg/blkio/a/blkio.weight", () -> files.set("/cg/blkio/a/blkio.weight", "500"));
    cgroups.open(locate(v1, weight(300)), CgroupAccess.REQUIRED).limit(weight(300));
    assertThat(files.done).containsExactly("/cg/blkio/a/blkio.weight=300");
  }

  @Test
  void filesOfEveryGroupOfVersion2NeedThatGroupOnAHybridHostButNoController() {
    CgroupLayout hybrid = hybrid();
    assertThat(locate(hybrid, Resources.none()).toLines())
        .containsExactly("1:memory,devices:1/1:/cg/memory/a");
    Resources asked = unified("cgroup.max.depth", "3");
    assertThat(locate(hybrid, asked).toLines())
        .containsExactly("1:memory,devices:1/1:/cg/memory/a", "2:hugetlb:1/1:/cg/unified/a");
    files.before.put(
        "write /cg/unified/a/cgroup.max.depth",
        () -> files.set("/cg/unified/a/cgroup.max.depth", "max"));
    create(hybrid, asked);
    assertThat(files.get("/cg/unified/a/cgroup.max.depth")).isEqualTo("3");
    assertThat(files.get("/cg/unified/cgroup.subtree_control")).isEmpty();
  }

  @Test
  void aPageSizeThatTheKernelDoesNotHaveIsAnErrorThatNamesThoseItHas() {
    CgroupLayout hybrid = hybrid();
    files.before.put(
        "write /cg/unified/a/hugetlb.3MB.max",
        () -> {
          files.set("/cg/unified/a/hugetlb.2MB.max", "max");
          files.set("/cg/unified/a/hugetlb.2MB.rsvd.max", "max");
        });
    assertThatThrownBy(() -> create(hybrid, hugePages("3MB")))
        .isInstanceOf(CgroupWriteException.class)
        .hasMessage(
            "/linux/resources/hugepageLimits/0/limit: hugetlb.3MB.max: 4096:"
                + " no such file or directory (ENOENT): this kernel's huge pages are of 2MB");
    assertThat(files.exists(Path.of("/cg/unified/a"))).isFalse();
    assertThat(files.exists(Path.of("/cg/memory/a"))).isFalse();
  }

  @Test
  void realTimeThatTheParentDoesNotHaveIsExplained() {
    CgroupLayout v1 = v1("cpu");
    files.set("/cg/cpu/cpu.rt_runtime_us", "0");
    files.before.put(
        "write /cg/cpu/a/cpu.rt_runtime_us", () -> files.set("/cg/cpu/a/cpu.rt_runtime_us", "0"));
    files.refused.put("write /cg/cpu/a/cpu.rt_runtime_us", Errno.EINVAL);
    Cpu asked = new Cpu(null, null, null, null, 950L, null, null, null, null);
    assertThatThrownBy(() -> create(v1, cpu(asked)))
        .hasMessage(
            "/linux/resources/cpu/realtimeRuntime: cpu.rt_runtime_us: 950: invalid argument"
                + " (EINVAL): its parent /cg/cpu has 0 in cpu.rt_runtime_us");
  }

  @Test
  void processorsThatTheParentDoesNotHaveAreExplained() {
    CgroupLayout v2 = v2("cpuset");
    files.set("/cg/cpuset.cpus.effective", "0-1");
    files.refused.put("write /cg/a/cpuset.cpus", Errno.ERANGE);
    Cpu asked = new Cpu(null, null, null, null, null, null, "0-9", null, null);
    assertThatThrownBy(() -> create(v2, cpu(asked)))
        .hasMessage(
            "/linux/resources/cpu/cpus: cpuset.cpus: 0-9: numerical result out of range (ERANGE):"
                + " its parent has 0-1");
  }

  @Test
  void whatVersion1ChecksBetweenTwoFilesIsExplained() {
    CgroupLayout v1 = v1("memory");
    files.refused.put("write /cg/memory/a/memory.memsw.limit_in_bytes", Errno.EINVAL);
    assertThatThrownBy(
            () ->
                create(v1, memory(new Memory(null, null, 9L, null, null, null, null, null, false))))
        .hasMessage(
            "/linux/resources/memory/swap: memory.memsw.limit_in_bytes: 9: invalid argument"
                + " (EINVAL): memory and swap together can't be limited below memory alone");
  }

  private CgroupLayout v1(String controller) {
    files.mountV1("/cg/" + controller, controller);
    if (controller.equals("blkio")) {
      files.before.put(
          "write /cg/blkio/a/blkio.bfq.weight",
          () -> files.set("/cg/blkio/a/blkio.bfq.weight", "100"));
    }
    return new CgroupLayout(
        List.of(new Hierarchy(1, List.of(controller), "/cg/" + controller, "/", "/")));
  }

  private CgroupLayout v2(String controller) {
    files.mountV2("/cg", controller);
    return new CgroupLayout(List.of(new Hierarchy(2, List.of(controller), "/cg", "/", "/")));
  }

  private CgroupLayout hybrid() {
    files.mountV1("/cg/memory", "memory", "devices").mountV2("/cg/unified", "hugetlb");
    return new CgroupLayout(
        List.of(
            new Hierarchy(1, List.of("memory", "devices"), "/cg/memory", "/", "/"),
            new Hierarchy(2, List.of("hugetlb"), "/cg/unified", "/", "/")));
  }

  private CgroupPaths locate(CgroupLayout layout, Resources asked) {
    return cgroups.locate(new CgroupPlan("/a", asked), layout);
  }

  private void create(CgroupLayout layout, Resources asked) {
    cgroups.create(locate(layout, asked), asked, CgroupAccess.REQUIRED);
  }

  private static Resources weight(int weight) {
    BlockIo asked =
        new BlockIo(weight, null, List.of(), List.of(), List.of(), List.of(), List.of());
    return resources(Memory.none(), Cpu.none(), asked, List.of(), Map.of());
  }

  private static Resources unified(String file, String value) {
    return resources(Memory.none(), Cpu.none(), BlockIo.none(), List.of(), Map.of(file, value));
  }

  private static Resources hugePages(String size) {
    List<HugepageLimit> limits = List.of(new HugepageLimit(size, 4096));
    return resources(Memory.none(), Cpu.none(), BlockIo.none(), limits, Map.of());
  }

  private static Resources cpu(Cpu asked) {
    return resources(Memory.none(), asked, BlockIo.none(), List.of(), Map.of());
  }

  private static Resources memory(Memory asked) {
    return resources(asked, Cpu.none(), BlockIo.none(), List.of(), Map.of());
  }

  private static Resources resources(
      Memory memory,
      Cpu cpu,
      BlockIo blockIo,
      List<HugepageLimit> hugePages,
      Map<String, String> unified) {
    return new Resources(
        List.of(), memory, cpu, Pids.none(), blockIo, hugePages, Network.none(), Map.of(), unified);
  }
}
