package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Leftovers;
import io.jrunc.conformance.kit.Session;
import io.jrunc.conformance.kit.Slowness;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The last class of a run. */
@AlsoOnV2
@Conformance
@Isolated("looks at the whole machine after all other tests")
@Order(Integer.MAX_VALUE)
class NothingIsLeftBehindIT {

  @Test
  void afterAllTestsNoStateNoCgroupNoMountNoProcessNoDeviceNoRuleAndNoLeaseIsLeft(Session session) {
    // a process that was killed just now may need a moment to go
    Await.holdsWithin(Slowness.scale(Duration.ofSeconds(5)), () -> Leftovers.of(session).isEmpty());
    assertThat(Leftovers.of(session)).isEmpty();
  }

  @Test
  void afterAllTestsResidentEnginesAreAliveHaveServedAllAndHoldNothing(Session session) {
    assertThat(session.engines().started())
        .allSatisfy(engine -> assertThat(engine.complaints()).isEmpty());
  }
}
