package io.jrunc.cgroup;

import static io.jrunc.cgroup.RuleFixture.settings;
import static io.jrunc.cgroup.RuleFixture.v1;
import static io.jrunc.cgroup.RuleFixture.v2;
import static io.jrunc.cgroup.RuleFixture.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupSetting.Need;
import io.jrunc.spec.linux.HugepageLimit;
import io.jrunc.spec.linux.InterfacePriority;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Rdma;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Huge pages, the network, RDMA and the files of version 2 by their own names. */
class OtherRulesTest {

  private static final Controllers HYBRID =
      new Controllers(
          Map.of(
              "memory", CgroupVersion.V1, "hugetlb", CgroupVersion.V2, "cgroup", CgroupVersion.V2),
          false);

  // huge pages

  @Test
  void hugePagesAreLimitedInUseAndWhereTheKernelCanInReserve() {
    assertThat(hugePages("2MB", 4096, v1("hugetlb")))
        .containsExactly("hugetlb.2MB.limit_in_bytes=4096", "hugetlb.2MB.rsvd.limit_in_bytes=4096");
    assertThat(hugePages("1GB", -1, v2("hugetlb")))
        .containsExactly(
            "hugetlb.1GB.max=18446744073709551615", "hugetlb.1GB.rsvd.max=18446744073709551615");
    List<HugepageLimit> asked = List.of(new HugepageLimit("64KB", 0));
    assertThat(settings(HYBRID, s -> HugetlbRules.add(asked, s)))
        .extracting(CgroupSetting::need)
        .containsExactly(Need.MUST_BE_THERE, Need.MAY_BE_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "2", "02MB", "2mb", "2TB", "../2MB", "2MB/../x", "-2MB"})
  void whatIsNoPageSizeIsRefused(String size) {
    assertThatThrownBy(() -> hugePages(size, 1, v2("hugetlb")))
        .isInstanceOf(CgroupException.class)
        .hasMessage(
            "/linux/resources/hugepageLimits/0/pageSize: "
                + size
                + " is not a size of pages such as 64KB, 2MB or 1GB");
  }

  @Test
  void theKernelsPageSizesAreReadFromTheNamesOfItsFiles() {
    assertThat(
            HugetlbRules.pageSizes(
                List.of("hugetlb.2MB.max", "hugetlb.2MB.rsvd.max", "hugetlb.1GB.max", "io.max")))
        .hasValue("1GB, 2MB");
    assertThat(HugetlbRules.pageSizes(List.of("hugetlb.64KB.limit_in_bytes"))).hasValue("64KB");
    assertThat(HugetlbRules.pageSizes(List.of("memory.max"))).isEmpty();
  }

  private static List<String> hugePages(String size, long limit, Controllers controllers) {
    List<HugepageLimit> asked = List.of(new HugepageLimit(size, limit));
    return written(controllers, settings -> HugetlbRules.add(asked, settings));
  }

  // network

  @Test
  void packetsAreTaggedInVersion1() {
    assertThat(network(0x100001L, v1("net_cls", "net_prio"), "eth0"))
        .containsExactly("net_cls.classid=1048577", "net_prio.ifpriomap=eth0 5");
  }

  @Test
  void noTagsNeedNoController() {
    assertThat(network(0L, v2())).isEmpty();
    assertThat(network(null, v2())).isEmpty();
  }

  @Test
  void tagsOnAHostWithoutTheirControllersAreRefused() {
    assertThatThrownBy(() -> network(1L, v2()))
        .hasMessage(
            "/linux/resources/network/classID:"
                + " the net_cls controller is not available on this host");
    assertThatThrownBy(() -> network(null, HYBRID, "eth0"))
        .hasMessage(
            "/linux/resources/network/priorities/0:"
                + " the net_prio controller is not available on this host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eth0 7", "a/b", "eth0\n", "sixteen-letters-"})
  void whatIsNoInterfaceIsRefused(String name) {
    assertThatThrownBy(() -> network(null, v1("net_prio"), name))
        .hasMessage(
            "/linux/resources/network/priorities/0/name: not the name of a network interface");
  }

  private static List<String> network(
      @Nullable Long classId, Controllers controllers, String... interfaces) {
    List<InterfacePriority> priorities =
        List.of(interfaces).stream().map(name -> new InterfacePriority(name, 5)).toList();
    Network asked = new Network(classId, priorities);
    return written(controllers, settings -> NetworkRules.add(asked, settings));
  }

  // RDMA

  @ParameterizedTest
  @CsvSource({
    "3, 7, mlx5_1 hca_handle=3 hca_object=7",
    ", 7, mlx5_1 hca_object=7",
    "3, , mlx5_1 hca_handle=3"
  })
  void limitsOfADeviceAreOneLineInBothVersions(
      @Nullable Long handles, @Nullable Long objects, String line) {
    Map<String, Rdma> asked = Map.of("mlx5_1", new Rdma(handles, objects));
    assertThat(rdma(asked, v1("rdma"))).containsExactly("rdma.max=" + line);
    assertThat(rdma(asked, v2("rdma"))).containsExactly("rdma.max=" + line);
  }

  @Test
  void aDeviceWithoutLimitsOrWithoutANameIsRefused() {
    assertThatThrownBy(() -> rdma(Map.of("a/b", new Rdma(null, null)), v2("rdma")))
        .hasMessage("/linux/resources/rdma/a~1b: has neither hcaHandles nor hcaObjects");
    assertThatThrownBy(() -> rdma(Map.of("a b", new Rdma(1L, null)), v2("rdma")))
        .hasMessage("/linux/resources/rdma/a b: not the name of an RDMA device");
  }

  private static List<String> rdma(Map<String, Rdma> asked, Controllers controllers) {
    return written(controllers, settings -> RdmaRules.add(asked, settings));
  }

  // files of version 2

  @Test
  void filesOfVersion2AreWrittenInTheOrderOfTheConfiguration() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("memory.high", "100");
    asked.put("cgroup.max.depth", "3");
    asked.put("cpu.weight", "5");
    assertThat(unified(asked, v2("cpu", "memory")))
        .containsExactly("memory.high=100", "cgroup.max.depth=3", "cpu.weight=5");
  }

  @Test
  void severalLinesAreWrittenOneByOneAndNothingIsALineAsWell() {
    assertThat(unified(Map.of("io.max", "8:0 rbps=1\n8:16 wbps=2\n"), v2("io")))
        .containsExactly("io.max=8:0 rbps=1", "io.max=8:16 wbps=2");
    assertThat(unified(Map.of("cpuset.cpus", ""), v2("cpuset"))).containsExactly("cpuset.cpus=\n");
  }

  @Test
  void aControllerThatVersion2DoesNotHaveIsNamed() {
    assertThatThrownBy(() -> unified(Map.of("memory.high", "1"), HYBRID))
        .isInstanceOf(CgroupException.class)
        .hasMessage(
            "/linux/resources/unified/memory.high:"
                + " the memory controller is in cgroup v1 on this host");
    assertThatThrownBy(() -> unified(Map.of("foo.max", "1"), HYBRID))
        .hasMessage(
            "/linux/resources/unified/foo.max: the foo controller is not available on this host");
    assertThatThrownBy(() -> unified(Map.of("cgroup.max.depth", "1"), v1("memory")))
        .hasMessage(
            "/linux/resources/unified/cgroup.max.depth: cgroup v2 is not mounted on this host");
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 'memory: must have the form CONTROLLER.FILE'",
    ".., '..: must have the form CONTROLLER.FILE'",
    "memory., 'memory.: must have the form CONTROLLER.FILE'",
    "../memory.max, '..~1memory.max: must be the name of a file, without a slash'",
    "cgroup.procs, 'cgroup.procs: this file is for the runtime alone'",
    "cgroup.kill, 'cgroup.kill: this file is for the runtime alone'"
  })
  void whatIsNoFileForALimitIsRefused(String file, String message) {
    assertThatThrownBy(() -> unified(Map.of(file, "1"), v2("memory")))
        .hasMessage("/linux/resources/unified/" + message);
  }

  private static List<String> unified(Map<String, String> asked, Controllers controllers) {
    return written(controllers, settings -> UnifiedRules.add(asked, settings));
  }
}
