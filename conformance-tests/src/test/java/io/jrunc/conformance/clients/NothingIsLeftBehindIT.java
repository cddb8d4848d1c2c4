package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Leftovers;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The last class of a run. */
@AlsoToday
@Clients
@Isolated("ends what the others share")
@Order(Integer.MAX_VALUE)
class NothingIsLeftBehindIT {

  @Test
  void afterAllTestsNoProcessNoContainerNoCgroupNoMountAndNoNetworkIsLeft() throws Exception {
    Machine.close();
    // a shim that was told to end may need a moment
    Await.holdsWithin(Duration.ofSeconds(10), () -> Leftovers.now().isEmpty());
    assertThat(Leftovers.now()).isEmpty();
  }
}
