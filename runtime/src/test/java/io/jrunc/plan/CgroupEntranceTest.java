package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.CgroupPlan.Entrance;
import io.jrunc.plan.CgroupPlan.Opener;
import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupEntranceTest {
  private static final String CPU = "/sys/fs/cgroup/cpu,cpuacct/jrunc-web1/tasks";
  private static final String MEMORY = "/sys/fs/cgroup/memory/jrunc-web1/tasks";
  private static final String SYSTEMD = "/sys/fs/cgroup/systemd/jrunc-web1/tasks";

  @Test
  void initEntersTheGroupsOfVersion1ByItselfAndThatOfMemoryLater() {
    Fixture fixture = Fixture.mountsInHostCgroupNamespace("").with(Fixture.HYBRID);
    assertThat(fixture.plan().cgroup().entrance())
        .contains(new Entrance(List.of(CPU, SYSTEMD), Optional.of(MEMORY), Opener.INIT));
  }

  @Test
  void aNewCgroupNamespaceBeginsInAllGroups() {
    Fixture fixture = Fixture.mounts("").with(Fixture.HYBRID);
    assertThat(fixture.plan().cgroup().entrance())
        .contains(new Entrance(List.of(CPU, MEMORY, SYSTEMD), Optional.empty(), Opener.INIT));
  }

  @Test
  void initIsPutIntoGroupsOfVersion2() {
    assertThat(Fixture.mounts("").plan().cgroup().entrance()).isEmpty();
  }

  @Test
  void whoMayLackGroupsIsPutIntoThoseThereAre() {
    Fixture nested = Fixture.mounts("").with(Fixture.HYBRID).with(UserNamespace.NESTED);
    assertThat(nested.plan().cgroup().entrance()).isEmpty();
  }
}
