package io.jrunc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
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
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  void whoCanHaveNoThreadIsToldAndTheNextOneTriesAgain() throws Exception {
    AtomicInteger started = new AtomicInteger();
    Reaper unlucky =
        new Reaper(
            kernel,
            work -> {
              if (started.incrementAndGet() == 1) {
                throw new OutOfMemoryError("no thread");
              }
              new Thread(work).start();
            });
    PidFd process = start("exit 6");
    assertThatThrownBy(() -> unlucky.watch(process, end -> {}))
        .isInstanceOf(OperationException.class)
        .hasMessage("wait for process " + process.pid().number() + ": no thread");
    Child child = unlucky.watch(process, end -> {});
    assertThat(child.end().get()).isEqualTo(new ExitStatus.Exited(6));
    assertThat(started).hasValue(2);
  }

  @Test
  void aListenerThatFailsDoesNoHarmToThoseWhoWait() throws Exception {
    LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    Reaper watched =
        new Reaper(
            kernel,
            work -> {
              Thread thread = new Thread(work);
              thread.setUncaughtExceptionHandler((where, failure) -> failures.add(failure));
              thread.start();
            });
    Child other = watched.watch(start("kill -STOP $$"), end -> {});
    Child child =
        watched.watch(
            start("exit 4"),
            end -> {
              throw new OutOfMemoryError("no thread");
            });
    assertThat(child.end().get()).isEqualTo(new ExitStatus.Exited(4));
    assertThat(other.signal(Signal.SIGKILL)).isTrue();
    assertThat(other.end().get()).isEqualTo(new ExitStatus.Killed(Signal.SIGKILL, false));
    assertThat(failures).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
  }

  private ContainerProcess processOf(Child child) {
    ProcessStreams none = ProcessStreams.none(kernel.files(), Cleaner.create());
    return new ContainerProcess(child, none, (terminal, size) -> {}, new Workers());
  }

  @Test
  void anEndThatNobodyKnowsIsToldOnAnotherThreadInTheWordsOfWaitFor() {
    PidFd gone = start("exit 4");
    kernel.processes().waitid(gone.pid());
    Child child = new Child(kernel, gone, end -> {});
    ContainerProcess process = processOf(child);
    CompletableFuture<ExitStatus> end = process.onExit();
    CompletableFuture<Thread> follower = end.handle((status, failure) -> Thread.currentThread());
    child.abandon(new IllegalStateException("lost"));
    assertThat(follower.join()).isNotSameAs(Thread.currentThread());
    String words = "wait for process " + gone.pid().number() + ": lost";
    assertThatThrownBy(end::get)
        .hasCauseInstanceOf(OperationException.class)
        .cause()
        .hasMessage(words);
    assertThatThrownBy(process::waitFor).isInstanceOf(OperationException.class).hasMessage(words);
    assertThat(process.exitStatus()).isEmpty();
  }

  @Test
  void anyTimeCanBeWaited() throws Exception {
    Child child = reaper.watch(start("kill -STOP $$"), end -> {});
    ContainerProcess process = processOf(child);
    assertThat(process.waitFor(Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
    assertThat(process.signal(Signal.SIGKILL)).isTrue();
    assertThat(process.waitFor(Duration.ofSeconds(Long.MAX_VALUE)))
        .contains(new ExitStatus.Killed(Signal.SIGKILL, false));
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
