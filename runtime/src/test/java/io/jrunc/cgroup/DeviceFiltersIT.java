package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.BpfAttachFlag;
import io.jrunc.linux.abi.BpfAttachType;
import io.jrunc.linux.abi.BpfProgramType;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel's own judgement of filters, in a group of version 2; needs root. */
class DeviceFiltersIT {

  private static final BpfAttachType TYPE = BpfAttachType.BPF_CGROUP_DEVICE;

  private final Kernel kernel = JnaKernel.resident();
  private final CgroupFiles files = new HostCgroupFiles(kernel.files());
  private final DeviceFilters filters = new DeviceFilters(files, kernel.bpf());
  private final List<Path> nodes = new ArrayList<>();
  private Path group = Path.of("/");

  @BeforeEach
  void makesAGroupOfVersion2() throws IOException {
    @Nullable Path root = null;
    for (Hierarchy hierarchy : HostLayout.read().hierarchies()) {
      root = hierarchy.version() == 2 ? Path.of(hierarchy.mountPoint()) : root;
    }
    assumeTrue(
        root != null && Files.isWritable(root), "needs root and a mount of cgroup version 2");
    group = Files.createDirectory(root.resolve("jrunc-filter-" + ProcessHandle.current().pid()));
  }

  @AfterEach
  void leavesNothing() throws IOException {
    for (Path node : nodes) {
      Files.deleteIfExists(node);
    }
    Files.deleteIfExists(group);
  }

  @Test
  void theKernelKeepsTheRules() throws Exception {
    put(character(true, 1L, 11L, "r"), character(false, 1L, 3L, "rwm"));
    assertThat(inGroup("exec < /dev/null")).isTrue();
    assertThat(inGroup("exec > /dev/null")).isTrue();
    assertThat(inGroup("exec < /dev/kmsg")).isTrue();
    assertThat(inGroup("exec > /dev/kmsg")).isFalse();
    assertThat(inGroup("exec <> /dev/kmsg")).isFalse();
    String mem = node("c 1 1");
    assertThat(inGroup("exec < " + mem)).isFalse();
  }

  @Test
  void nodesCanBeMadeUnlessNobodyButTheRulesForbidsIt() throws Exception {
    put();
    assertThat(inGroup("mknod " + place() + " c 10 237")).isTrue();
    assertThat(inGroup("mknod " + place() + " b 7 0")).isTrue();
    assertThat(inGroup("exec < " + nodes.get(0))).isFalse();
  }

  @Test
  void aNewFilterTakesThePlaceOfTheOld() throws Exception {
    put(character(true, 1L, 11L, "rw"));
    int first = attached().get(0);
    put();
    assertThat(inGroup("exec < /dev/kmsg")).isFalse();
    assertThat(attached()).hasSize(1).doesNotContain(first);
    put(character(true, 1L, 11L, "rw"));
    assertThat(inGroup("exec < /dev/kmsg")).isTrue();
    assertThat(attached()).hasSize(1);
  }

  @Test
  void aFilterOfSomebodyElseIsAskedAsWellAndStays() throws Exception {
    BpfProgram denyAll =
        new BpfProgram(
            "other",
            BpfProgramType.BPF_PROG_TYPE_CGROUP_DEVICE,
            "Apache-2.0",
            new BpfProgram.Code(
                new byte[] {(byte) 0xb7, 0, 0, 0, 0, 0, 0, 0, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0}));
    try (Fd directory = files.openDirectory(group);
        Fd program = kernel.bpf().progLoad(denyAll)) {
      kernel.bpf().progAttach(directory, program, TYPE, BpfAttachFlag.BPF_F_ALLOW_MULTI);
    }
    put();
    put();
    assertThat(attached()).hasSize(2);
    assertThat(inGroup("exec < /dev/null")).isFalse();
    filters.remove(group);
    assertThat(attached()).hasSize(1);
  }

  @Test
  void thousandsOfRulesPassTheVerifier() throws Exception {
    List<DeviceRule> rules = new ArrayList<>();
    for (long i = 0; i < 3000; i++) {
      rules.add(new DeviceRule(true, DeviceRuleType.BLOCK, i % 4096, i, "rw"));
    }
    rules.add(character(true, 1L, 11L, "r"));
    filters.put(group, new DeviceFilter(new DeviceRules(rules)));
    assertThat(inGroup("exec < /dev/kmsg")).isTrue();
  }

  @Test
  void noDescriptorIsLeftOpen() {
    put();
    int before = openDescriptors();
    for (int i = 0; i < 20; i++) {
      put(character(true, 1L, i, "r"));
    }
    filters.remove(group);
    assertThat(openDescriptors()).isEqualTo(before);
  }

  @Test
  void theVerifierSaysWhyItRefusesAProgram() {
    BpfProgram endless =
        new BpfProgram(
            "no_exit",
            BpfProgramType.BPF_PROG_TYPE_CGROUP_DEVICE,
            "Apache-2.0",
            new BpfProgram.Code(new byte[] {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0}));
    assertThatThrownBy(() -> kernel.bpf().progLoad(endless)).isInstanceOf(KernelException.class);
    assertThat(kernel.bpf().verifierLog(endless)).contains("R0 !read_ok");
  }

  private void put(DeviceRule... rules) {
    filters.put(group, new DeviceFilter(new DeviceRules(List.of(rules))));
  }

  private static DeviceRule character(
      boolean allow, @Nullable Long major, long minor, String access) {
    return new DeviceRule(allow, DeviceRuleType.CHAR, major, minor, access);
  }

  private List<Integer> attached() {
    try (Fd directory = files.openDirectory(group)) {
      return kernel.bpf().progQuery(directory, TYPE);
    }
  }

  /** Whether a shell in the group can do this. */
  private boolean inGroup(String command) throws Exception {
    String script = "echo $$ > " + group + "/cgroup.procs || exit 99; " + command;
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = shell.waitFor();
    assertThat(code).as(output).isNotEqualTo(99);
    return code == 0;
  }

  /** A device node that is made outside the group. */
  private String node(String numbers) throws Exception {
    String path = place();
    assertThat(new ProcessBuilder("sh", "-c", "mknod " + path + " " + numbers).start().waitFor())
        .isZero();
    return path;
  }

  private String place() {
    Path path =
        Path.of("/run", "jrunc-filter-" + ProcessHandle.current().pid() + "." + nodes.size());
    nodes.add(path);
    return path.toString();
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }
}
