package io.jrunc.engine;

import io.jrunc.launch.ListenerReceiver;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.seccomp.Agent;
import io.jrunc.spec.json.StateWriter;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.state.ContainerProcessState;
import io.jrunc.spec.state.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The agent that answers system calls of one program, waiting to be told where they arrive. */
final class FilterListener implements ListenerReceiver, AutoCloseable {
  private final Agent agent;
  private final Seccomp profile;
  private final State container;

  private FilterListener(Agent agent, Seccomp profile, State container) {
    this.agent = agent;
    this.profile = profile;
    this.container = container;
  }

  /**
   * Finds the agent before the program depends on it.
   *
   * @param profile has a listenerPath
   * @param container as it is now
   */
  static FilterListener connect(Kernel kernel, Seccomp profile, State container) {
    String path = Objects.requireNonNull(profile.listenerPath(), "a rule wants one");
    return new FilterListener(Agent.connect(kernel.sockets(), path), profile, container);
  }

  /** The agent, if the filter of this program has one. */
  static Optional<FilterListener> connectIfNeeded(
      Kernel kernel, ProcessPlan program, Linux linux, Supplier<State> container) {
    boolean needed = program.seccomp().isPresent() && program.seccomp().get().hasListener();
    return needed
        ? Optional.of(connect(kernel, Objects.requireNonNull(linux.seccomp()), container.get()))
        : Optional.empty();
  }

  @Override
  public void receive(Pid program, Fd listener) {
    String metadata = profile.listenerMetadata();
    ContainerProcessState process =
        new ContainerProcessState(
            Release.SPEC_VERSION,
            List.of(ContainerProcessState.SECCOMP_FD),
            program.number(),
            metadata == null ? "" : metadata,
            container);
    agent.send(StateWriter.write(process), listener);
  }

  @Override
  public void close() {
    agent.close();
  }
}
