package io.jrunc.hook;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
   * @param container whose end ends the hook, which would be in vain
   * @throws HookFailedException when it fails, or takes too long, which ends it
   */
  public void run(HookCall call, HookProcess hook, Optional<PidFd> container) {
    OutputTail output = new OutputTail();
    Optional<String> interruption;
    try {
      giveState(call, hook);
      hook.begin();
      interruption = follow(call, hook, container, output);
    } catch (RuntimeException e) {
      kill(hook);
      throw e;
    }
    if (interruption.isPresent()) {
      kill(hook);
      kernel.files().poll(List.of(PollRequest.readable(hook.process().fd())));
    }
    drain(hook, output);
    judge(call, hook.end(), interruption, output);
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

  /** Reads until the process has ended, or should be ended, for the reason that is returned. */
  private Optional<String> follow(
      HookCall call, HookProcess hook, Optional<PidFd> container, OutputTail output) {
    long begin = System.nanoTime();
    List<PollRequest> requests = new ArrayList<>();
    requests.add(PollRequest.readable(hook.process().fd()));
    if (container.isPresent()) {
      requests.add(PollRequest.readable(container.get().fd()));
    }
    int ends = requests.size();
    requests.add(PollRequest.readable(hook.output()));
    while (true) {
      Duration left = call.timeout().orElse(FOREVER).minusNanos(System.nanoTime() - begin);
      List<Set<PollEvent>> events = kernel.files().poll(requests, left);
      if (!events.get(0).isEmpty()) {
        return Optional.empty();
      }
      if (ends > 1 && !events.get(1).isEmpty()) {
        return Optional.of("killed, because the container has ended");
      }
      if (left.isNegative() || left.isZero()) {
        return Optional.of("killed after its timeout of " + seconds(call.timeout().orElseThrow()));
      }
      boolean hasOutput = events.size() > ends && !events.get(ends).isEmpty();
      if (hasOutput && read(hook, output) == 0) {
        requests.remove(ends); // it has closed its output, and works on
      }
    }
  }

  private static String seconds(Duration time) {
    return time.toSeconds() == 1 ? "1 second" : time.toSeconds() + " seconds";
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

  private static void judge(
      HookCall call, HookEnd end, Optional<String> interruption, OutputTail output) {
    if (interruption.isPresent()) {
      throw new HookFailedException(call, interruption.get(), output.text());
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
