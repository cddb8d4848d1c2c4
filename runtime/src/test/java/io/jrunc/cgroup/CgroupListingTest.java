package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupListingTest {

  private static final DeviceRule FUSE = new DeviceRule(true, DeviceRuleType.CHAR, 10L, 229L, "rw");

  private final FakeCgroupFiles files = new FakeCgroupFiles();
  private final Cgroups cgroups = new Cgroups(files, new FakeProcesses(files), new FakeBpf());

  @Test
  void everyValueOfVersion1IsBelowItsGroupWithTheFieldThatAsksForIt() {
    files.mountV1("/cg/pids", "pids").mountV1("/cg/devices", "devices");
    CgroupLayout layout =
        new CgroupLayout(
            List.of(
                new Hierarchy(1, List.of("pids"), "/cg/pids", "/", "/"),
                new Hierarchy(1, List.of("devices"), "/cg/devices", "/", "/")));
    assertThat(cgroups.listing(new CgroupPlan("/a", asked()), layout, CgroupAccess.REQUIRED))
        .startsWith(
            """

            # cgroup /cg/pids/a
                pids.max = 7  [/linux/resources/pids/limit]

            # cgroup /cg/devices/a
                devices.deny = a  [/linux/resources/devices]
            """)
        .contains("\n    devices.allow = c 10:229 rwm  [/linux/resources/devices/0]\n");
    assertThat(files.done).isEmpty();
  }

  @Test
  void theFilterOfVersion2IsShownRuleByRule() {
    files.mountV2("/cg", "pids");
    CgroupLayout layout =
        new CgroupLayout(List.of(new Hierarchy(2, List.of("pids"), "/cg", "/", "/")));
    String listing = cgroups.listing(new CgroupPlan("/a", asked()), layout, CgroupAccess.REQUIRED);
    assertThat(listing)
        .startsWith(
            """

            # cgroup /cg/a
                pids.max = 7  [/linux/resources/pids/limit]
                device filter "jrunc_devices":
                    # type, access, major and minor number of the device
                 0  type = context[0]
                 1  access = type
                 2  type &= 0xffff
                 3  access >>= 16
                 4  major = context[4]
                 5  minor = context[8]
                 6  answer = 0
                    # devices c 10
                 7  if type != char: go to 18
                 8  if major != 10: go to 18
                    # allow c 10:229 rwm  [/linux/resources/devices/0]
                 9  if minor != 229: go to 12
                10  answer = 1
                11  return answer
            """)
        .endsWith("    # deny all else\n    64  return answer\n");
  }

  @Test
  void whoMayNotChangeCgroupsHasNoDeviceRules() {
    files.mountV2("/cg", "pids");
    CgroupLayout layout =
        new CgroupLayout(List.of(new Hierarchy(2, List.of("pids"), "/cg", "/", "/")));
    assertThat(
            cgroups.listing(
                new CgroupPlan("/a", asked()), layout, CgroupAccess.NEEDED_FOR_LIMITS_ONLY))
        .doesNotContain("filter")
        .contains("# device rules are left out");
  }

  private static Resources asked() {
    Resources none = Resources.none();
    return new Resources(
        List.of(FUSE),
        none.memory(),
        none.cpu(),
        new Pids(7L),
        none.blockIo(),
        none.hugepageLimits(),
        none.network(),
        none.rdma(),
        none.unified());
  }
}
