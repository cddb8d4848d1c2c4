package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.MountPlan.Bind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NotifyPlannerTest {
  private static final PlanOptions NOTIFIED =
      new PlanOptions(false, true, 0, 0, Optional.of("/run/jrunc/web1/notify"));

  @Test
  void theFolderIsTheLastMountAndTheProgramIsToldOfTheSocket() {
    ContainerPlan plan =
        Fixture.mounts("{'destination':'/run','type':'tmpfs','source':'tmpfs'}")
            .with(NOTIFIED)
            .plan();
    assertThat(plan.mounts()).hasSize(2);
    Bind bind = (Bind) plan.mounts().get(1);
    assertThat(bind.destination()).isEqualTo("/run/notify");
    assertThat(bind.source()).isEqualTo("/run/jrunc/web1/notify");
    assertThat(bind.attributes().set()).hasSize(4);
    assertThat(plan.process().environment()).contains("NOTIFY_SOCKET=/run/notify/notify.sock");
  }

  @Test
  void nothingIsMountedWhereTheHostWouldSeeIt() {
    Planned planned = Fixture.of("").with(NOTIFIED).planned();
    assertThat(planned.plan().mounts()).isEmpty();
    assertThat(planned.plan().process().environment()).containsExactly("HOME=/");
    assertThat(planned.warnings())
        .containsExactly("NOTIFY_SOCKET is not passed on: the container has no mount namespace");
  }
}
