package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Machine;
import org.junit.jupiter.api.Test;

/** What all the other tests take for granted. */
@AlsoToday
@Clients
class MachineIT {

  @Test
  void theRuntimeTellsItsVersionToRootAndToAnOrdinaryUser() {
    String runtime = Machine.runtime().toString();
    assertThat(Call.of(runtime, "--version").run().succeeds().stdout())
        .startsWith(Machine.runtimeName() + " version ");
    Call.of(runtime, "--version").as("someone", 1000).run().succeeds();
  }
}
