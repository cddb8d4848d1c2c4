package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.HostFacts;
import io.jrunc.program.SyscallProgram;
import java.util.List;

/**
 * All that is known of a container before anything is done for it.
 *
 * @param warnings what the plan leaves out of what the bundle asks for, a line each
 * @param wantsReadiness whether somebody wants to be told when the container is ready
 */
record Blueprint(
    Bundle bundle,
    HostFacts host,
    ContainerPlan plan,
    List<String> warnings,
    SyscallProgram program,
    boolean wantsReadiness) {

  Blueprint {
    warnings = List.copyOf(warnings);
  }
}
