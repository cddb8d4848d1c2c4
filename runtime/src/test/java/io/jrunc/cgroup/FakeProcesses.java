package io.jrunc.cgroup;

import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Processes of {@link FakeCgroupFiles}: they die of SIGKILL, unless they are immortal. */
final class FakeProcesses implements Processes {

  /** Every signal that arrived: {@code SIGKILL 42}. */
  final List<String> signals = new ArrayList<>();

  final Set<Integer> immortal = new HashSet<>();

  /** Runs when somebody waits for the end of processes. */
  Runnable whileWaiting = () -> {};

  /** Runs before processes are held. */
  Runnable beforeHolding = () -> {};

  private final FakeCgroupFiles files;

  FakeProcesses(FakeCgroupFiles files) {
    this.files = files;
  }

  @Override
  public Held hold(List<Pid> pids) {
    beforeHolding.run();
    List<Pid> held = List.copyOf(pids);
    return new Held() {
      @Override
      public void signal(Signal signal, Set<Integer> numbers) {
        for (Pid pid : held) {
          if (numbers.contains(pid.number())) {
            deliver(signal, pid);
          }
        }
      }

      @Override
      public void awaitEnd(Duration atMost) {
        whileWaiting.run();
      }

      @Override
      public void close() {}
    };
  }

  private void deliver(Signal signal, Pid pid) {
    signals.add(signal + " " + pid);
    files.done.add(signal + " " + pid);
    if (signal.number() == Signal.SIGKILL.number() && !immortal.contains(pid.number())) {
      files.exit(pid.number());
    }
  }
}
