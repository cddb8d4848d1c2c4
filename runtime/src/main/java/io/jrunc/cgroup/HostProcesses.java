package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The processes of the host, held by pidfds. */
final class HostProcesses implements Processes {

  private final Kernel kernel;

  HostProcesses(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public Held hold(List<Pid> pids) {
    HeldByFd held = new HeldByFd();
    try {
      for (Pid pid : pids) {
        held.add(pid);
      }
      return held;
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private final class HeldByFd implements Held {

    private final List<PidFd> all = new ArrayList<>();

    void add(Pid pid) {
      try {
        all.add(kernel.processes().pidfdOpen(pid));
      } catch (KernelException e) {
        throwUnlessGone(e);
      }
    }

    @Override
    public void signal(Signal signal, Set<Integer> numbers) {
      for (PidFd process : all) {
        if (numbers.contains(process.pid().number())) {
          try {
            kernel.processes().pidfdSendSignal(process, signal);
          } catch (KernelException e) {
            throwUnlessGone(e);
          }
        }
      }
    }

    @Override
    public void awaitEnd(Duration atMost) {
      long end = System.nanoTime() + atMost.toNanos();
      for (PidFd process : all) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        kernel.files().poll(List.of(PollRequest.readable(process.fd())), left);
      }
    }

    @Override
    public void close() {
      for (PidFd process : all) {
        process.close();
      }
    }
  }

  private static void throwUnlessGone(KernelException e) {
    if (e.errno() != Errno.ESRCH) {
      throw e;
    }
  }
}
