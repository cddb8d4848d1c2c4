package io.jrunc.hook;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Runs hooks, each to its end. */
public final class HookRunner {
  /** What a pipe holds, unless somebody has made it larger. */
  private static final int PIPE = 64 * 1024;

  private static final Duration FOREVER = Duration.ofDays(100_000);

  private final Kernel kernel;

  /** A runner on this host. */
  public HookRunner(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Lets a hook run, and waits until it has ended. What it leaves in the background is not waited
   * for.
   *
   * @throws HookFailedException when it fails, or takes too long, which ends it
   */
  public void run(HookCall call, HookProcess hook) {
    OutputTail output = new OutputTail();
    boolean inTime;
    try {
      giveState(call, hook);
      hook.begin();
      inTime = follow(call, hook, output);
    } catch (RuntimeException e) {
      kill(hook);
      throw e;
    }
    if (!inTime) {
      kill(hook);
      kernel.files().poll(List.of(PollRequest.readable(hook.process().fd())));
    }
    drain(hook, output);
    judge(call, hook.end(), inTime, output);
  }

  /** A file and no pipe: nothing blocks or breaks when the hook doesn't read it. */
  private void giveState(HookCall call, HookProcess hook) {
    byte[] state = (call.state() + "\n").getBytes(StandardCharsets.UTF_8);
    int done = 0;
    while (done < state.length) {
      byte[] rest = Arrays.copyOfRange(state, done, state.length);
      done += kernel.files().pwrite(hook.input(), rest, done);
    }
  }

  /** Reads until the process has ended; says whether that was in time. */
  private boolean follow(HookCall call, HookProcess hook, OutputTail output) {
    long begin = System.nanoTime();
    PollRequest end = PollRequest.readable(hook.process().fd());
    List<PollRequest> requests = List.of(end, PollRequest.readable(hook.output()));
    while (true) {
      Duration left = call.timeout().orElse(FOREVER).minusNanos(System.nanoTime() - begin);
      List<Set<PollEvent>> events = kernel.files().poll(requests, left);
      if (!events.get(0).isEmpty()) {
        return true;
      }
      if (left.isNegative() || left.isZero()) {
        return false;
      }
      boolean hasOutput = events.size() == 2 && !events.get(1).isEmpty();
      if (hasOutput && read(hook, output) == 0) {
        requests = List.of(end); // it has closed its output, and works on
      }
    }
  }

  private int read(HookProcess hook, OutputTail output) {
    byte[] block = new byte[PIPE];
    int count = kernel.files().read(hook.output(), block);
    output.add(block, count);
    return count;
  }

  /** Takes what is in the pipe, once: others may have its end, and go on to write. */
  private void drain(HookProcess hook, OutputTail output) {
    List<PollRequest> requests = List.of(PollRequest.readable(hook.output()));
    if (kernel.files().poll(requests, Duration.ZERO).get(0).contains(PollEvent.POLLIN)) {
      read(hook, output);
    }
  }

  private void kill(HookProcess hook) {
    try {
      kernel.processes().pidfdSendSignal(hook.process(), Signal.SIGKILL);
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  private static void judge(HookCall call, HookEnd end, boolean inTime, OutputTail output) {
    if (!inTime) {
      long seconds = call.timeout().orElseThrow().toSeconds();
      String limit = seconds == 1 ? "1 second" : seconds + " seconds";
      throw new HookFailedException(call, "killed after its timeout of " + limit, output.text());
    }
    if (end instanceof HookEnd.NotRun notRun) {
      throw new HookFailedException(call, notRun.reason(), output.text());
    }
    ExitStatus status = ((HookEnd.Ended) end).status();
    if (status instanceof ExitStatus.Killed killed) {
      throw new HookFailedException(call, killed.toString(), output.text());
    }
    if (status.code() != 0) {
      throw new HookFailedException(call, "exit code " + status.code(), output.text());
    }
  }
}
