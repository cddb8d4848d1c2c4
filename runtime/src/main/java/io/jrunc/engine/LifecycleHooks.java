package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.hook.HookCall;
import io.jrunc.hook.HookEnd;
import io.jrunc.hook.HookProcess;
import io.jrunc.hook.HookRunner;
import io.jrunc.host.CallingProcess;
import io.jrunc.host.HostReader;
import io.jrunc.launch.HookActions;
import io.jrunc.launch.HookLauncher;
import io.jrunc.launch.WaitingHook;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HookPlan;
import io.jrunc.program.HookCompiler;
import io.jrunc.program.SyscallProgram;
import io.jrunc.spec.Hook;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.Hooks;
import io.jrunc.spec.json.StateWriter;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hooks of containers: which run, where, and with what state; loaded only if there are any. */
final class LifecycleHooks {
  private final Kernel kernel;
  private final CallerFacts caller;
  private final Hooks hooks;

  /**
   * The hooks of one container.
   *
   * @param caller what those on the host inherit
   */
  LifecycleHooks(Kernel kernel, CallerFacts caller, Hooks hooks) {
    this.kernel = kernel;
    this.caller = caller;
    this.hooks = hooks;
  }

  /** For a container that was made before. */
  static LifecycleHooks ofKept(Kernel kernel, CallingProcess caller, Hooks hooks) {
    return new LifecycleHooks(kernel, new HostReader(kernel, caller).caller(), hooks);
  }

  /** The kinds of which there are any, to be remembered with the container. */
  static List<String> kinds(Hooks hooks) {
    List<String> kinds = new ArrayList<>();
    for (HookKind kind : HookKind.values()) {
      if (!kind.of(hooks).isEmpty()) {
        kinds.add(kind.word());
      }
    }
    return kinds;
  }

  /** Runs hooks of the host; the first that fails is the last. */
  void run(HookKind kind, ContainerRecord container, Status status) {
    run(kind, container, status, Optional.empty());
  }

  /**
   * The same, while the container is made.
   *
   * @param init whose end ends the hooks: so {@code delete --force} gets past one that hangs
   */
  void run(HookKind kind, ContainerRecord container, Status status, Optional<PidFd> init) {
    List<Hook> all = kind.of(hooks);
    for (int i = 0; i < all.size(); i++) {
      run(kind, i, all.get(i), ReadState.state(container, status, ""), init);
    }
  }

  /** Runs the hooks that come last: their failures are told, and change nothing any more. */
  void runPoststop(ContainerRecord container, Warnings warnings) {
    for (int i = 0; i < hooks.poststop().size(); i++) {
      try {
        State state = ReadState.state(container, Status.STOPPED, "");
        run(HookKind.POSTSTOP, i, hooks.poststop().get(i), state, Optional.empty());
      } catch (JruncException e) {
        warnings.insist(container.id() + ": " + e.getMessage());
      }
    }
  }

  private void run(HookKind kind, int index, Hook hook, State state, Optional<PidFd> init) {
    HookPlan plan = HookPlan.of(kind, index, hook);
    Architecture architecture = Architecture.current();
    SyscallProgram program = new HookCompiler(architecture).compile(plan, caller, state.bundle());
    new HookLauncher(kernel, architecture)
        .run(
            program,
            new SignalSet(caller.blockedSignals()),
            process -> run(plan, hook, state, process, init));
  }

  /** Runs hooks of one kind that are children of init, in their order. */
  HookActions inContainer(HookKind kind, ContainerRecord container, Status status) {
    return new HookActions() {
      private int next;

      @Override
      public void hookWaits(WaitingHook process) {
        int index = next++;
        Hook hook = kind.of(hooks).get(index);
        State state = asSeenInside(ReadState.state(container, status, ""));
        run(HookPlan.of(kind, index, hook), hook, state, process, Optional.empty());
      }
    };
  }

  private void run(
      HookPlan plan, Hook hook, State state, WaitingHook process, Optional<PidFd> init) {
    Optional<Duration> timeout =
        hook.timeout() == null ? Optional.empty() : Optional.of(Duration.ofSeconds(hook.timeout()));
    HookCall call =
        new HookCall(plan.pointer(), plan.path(), StateWriter.writeForHook(state), timeout);
    new HookRunner(kernel).run(call, new Launched(process), init);
  }

  /** Who is in the container's pid namespace knows init by another number (runtime.md, State). */
  private static State asSeenInside(State state) {
    String pids = ProcessStatus.of(new Pid(state.pid())).field("NSpid").orElse("1");
    return new State(
        state.ociVersion(),
        state.id(),
        Integer.parseInt(pids.substring(pids.lastIndexOf('\t') + 1)),
        state.status(),
        state.bundle(),
        state.rootfs(),
        state.created(),
        state.annotations(),
        state.owner());
  }

  /** A hook's process as the launcher has made it. */
  private record Launched(WaitingHook hook) implements HookProcess {
    @Override
    public PidFd process() {
      return hook.process();
    }

    @Override
    public Fd input() {
      return hook.input();
    }

    @Override
    public Fd output() {
      return hook.output();
    }

    @Override
    public void begin() {
      hook.begin();
    }

    @Override
    public HookEnd end() {
      WaitingHook.End end = hook.end();
      return end.report().hasFailed()
          ? new HookEnd.NotRun(end.report().reason())
          : new HookEnd.Ended(end.status());
    }
  }
}
