package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.abi.BpfProgramType;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceFiltersTest {

  private static final Path GROUP = Path.of("/cg/a");

  private final FakeBpf bpf = new FakeBpf();
  private final DeviceFilters filters = new DeviceFilters(new FakeCgroupFiles(), bpf);

  @AfterEach
  void noDescriptorIsLeftOpen() {
    assertThat(bpf.open).isEmpty();
  }

  @Test
  void theFirstFilterIsAttachedAndTheNextTakesItsPlaceInOneStep() {
    filters.put(GROUP, filter());
    filters.put(GROUP, filter());
    assertThat(bpf.done).containsExactly("attach 1 to /cg/a", "replace 1 by 2 in /cg/a");
    assertThat(bpf.attachedTo("/cg/a")).containsExactly(2);
  }

  @Test
  void filtersOfOthersStay() {
    int systemds = bpf.attachForeign("/cg/a", program("sd_devices"));
    filters.put(GROUP, filter());
    filters.put(GROUP, filter());
    filters.remove(GROUP);
    assertThat(bpf.attachedTo("/cg/a")).containsExactly(systemds);
  }

  @Test
  void anOlderKernelGetsTheNewFilterBeforeItLosesTheOldOne() {
    filters.put(GROUP, filter());
    bpf.refused.put("replace", Errno.EINVAL);
    filters.put(GROUP, filter());
    assertThat(bpf.done)
        .containsExactly("attach 1 to /cg/a", "attach 2 to /cg/a", "detach 1 from /cg/a");
  }

  @Test
  void whatAnInterruptedChangeLeftGoesWithTheNext() {
    bpf.attachForeign("/cg/a", program(DeviceFilter.NAME));
    bpf.attachForeign("/cg/a", program(DeviceFilter.NAME));
    filters.put(GROUP, filter());
    assertThat(bpf.attachedTo("/cg/a")).containsExactly(3);
  }

  @Test
  void aFilterThatGoesWhileItIsLookedAtIsNone() {
    bpf.attachForeign("/cg/a", program("sd_devices"));
    bpf.refused.put("open 1", Errno.ENOENT);
    filters.put(GROUP, filter());
    assertThat(bpf.done).containsExactly("attach 2 to /cg/a");
  }

  @Test
  void aRefusedProgramIsToldInTheVerifiersWords() {
    bpf.refused.put("load", Errno.EINVAL);
    bpf.log = "0: (61) r2 = *(u32 *)(r1 +12)\ninvalid bpf_context access\n";
    assertThatThrownBy(() -> filters.put(GROUP, filter()))
        .isInstanceOf(CgroupException.class)
        .hasMessage(
            "/linux/resources/devices: the kernel refuses the device filter:"
                + " invalid argument (EINVAL):\n"
                + "0: (61) r2 = *(u32 *)(r1 +12)\ninvalid bpf_context access");
  }

  @Test
  void aGroupThatTakesNoFilterIsToldAndTheOldOneStays() {
    filters.put(GROUP, filter());
    bpf.refused.put("replace", Errno.EPERM);
    assertThatThrownBy(() -> filters.put(GROUP, filter()))
        .hasMessage(
            "/linux/resources/devices: the device filter can't be attached:"
                + " bpf replace: operation not permitted (EPERM)");
    assertThat(bpf.attachedTo("/cg/a")).containsExactly(1);
  }

  private static DeviceFilter filter() {
    return new DeviceFilter(new DeviceRules(List.of()));
  }

  private static BpfProgram program(String name) {
    return new BpfProgram(
        name, BpfProgramType.BPF_PROG_TYPE_CGROUP_DEVICE, "GPL", new BpfProgram.Code(new byte[8]));
  }
}
