package io.jrunc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With children of this JVM that are shells. */
@Timeout(60)
class ReaperTest {
  private final Kernel kernel = JnaKernel.resident();
  private final Reaper reaper = new Reaper(kernel);

  private Pid spawn(ProcessCalls calls, String script) {
    try (Fd shell = kernel.files().open("/bin/sh", OpenFlag.O_RDONLY)) {
      List<String> line = List.of("sh", "-c", script);
      return calls.posixSpawn(new Spawn(shell, line, List.of(), 3, List.of(), SignalSet.EMPTY));
    }
  }

  private PidFd start(String script) {
    return kernel.processes().pidfdOpen(spawn(kernel.processes(), script));
  }

  @Test
  void everyChildIsReapedInTheOrderOfTheirEnds() throws Exception {
    LinkedBlockingQueue<Optional<ExitStatus>> ends = new LinkedBlockingQueue<>();
    List<Child> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(reaper.watch(start("kill -STOP $$; exit 9"), ends::add));
    }
    Child quick = reaper.watch(start("exit 4"), ends::add);
    assertThat(quick.end().get()).isEqualTo(new ExitStatus.Exited(4));
    assertThat(waiting).noneMatch(child -> child.end().isDone());
    for (Child child : waiting) {
      assertThat(child.signal(Signal.SIGKILL)).isTrue();
      assertThat(child.end().get()).isEqualTo(new ExitStatus.Killed(Signal.SIGKILL, false));
      assertThat(child.signal(Signal.SIGKILL)).isFalse();
    }
    assertThat(ends.poll(20, TimeUnit.SECONDS)).contains(new ExitStatus.Exited(4));
    assertThat(ends).hasSize(3);
  }

  @Test
  void nobodyWaitsInVainForOneThatSomebodyElseHasReaped() {
    PidFd process = start("exit 4");
    kernel.processes().waitid(process.pid());
    LinkedBlockingQueue<Optional<ExitStatus>> ends = new LinkedBlockingQueue<>();
    Child child = reaper.watch(process, ends::add);
    assertThatThrownBy(() -> child.end().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(KernelException.class)
        .hasMessageContaining("ECHILD");
    assertThat(ends).containsExactly(Optional.empty());
  }

  @Test
  void onlyTheOffspringThatWasNotReapedIsLeftBehind() {
    Offspring offspring = new Offspring(kernel.processes());
    Pid reaped = spawn(offspring, "exit 1");
    Pid tried = spawn(offspring, "exit 2");
    Pid left = spawn(offspring, "exit 3");
    assertThat(offspring.waitid(reaped).code()).isEqualTo(1);
    try (PidFd held = offspring.pidfdOpen(tried)) {
      assertThat(offspring.waitid(held).code()).isEqualTo(2);
    }
    List<PidFd> all = offspring.leftBehind();
    assertThat(all).extracting(PidFd::pid).containsExactly(left);
    Child child = reaper.watch(all.get(0), end -> {});
    assertThat(child.end().join()).isEqualTo(new ExitStatus.Exited(3));
  }
}
