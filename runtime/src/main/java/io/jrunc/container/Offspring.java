package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.ForwardedProcessCalls;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.Errno;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that one operation starts. A command ends, and whoever adopts what it leaves behind
 * reaps it; this program stays, and has to do so itself.
 */
final class Offspring extends ForwardedProcessCalls {
  private final Set<Pid> running = new LinkedHashSet<>();

  Offspring(ProcessCalls calls) {
    super(calls);
  }

  /** Those that go on after the operation, a program that passes packets on say; to be closed. */
  List<PidFd> leftBehind() {
    List<PidFd> left = new ArrayList<>();
    for (Pid pid : List.copyOf(running)) {
      try {
        left.add(calls.pidfdOpen(pid)); // not reaped yet, so the number is its own
      } catch (KernelException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
    return left;
  }

  @Override
  public Pid posixSpawn(Spawn spawn) {
    Pid child = calls.posixSpawn(spawn);
    running.add(child);
    return child;
  }

  @Override
  public ExitStatus waitid(PidFd child) {
    ExitStatus status = calls.waitid(child);
    running.remove(child.pid());
    return status;
  }

  @Override
  public ExitStatus waitid(Pid child) {
    ExitStatus status = calls.waitid(child);
    running.remove(child);
    return status;
  }

  @Override
  public Optional<ExitStatus> tryWaitid(PidFd child) {
    Optional<ExitStatus> status = calls.tryWaitid(child);
    if (status.isPresent()) {
      running.remove(child.pid());
    }
    return status;
  }
}
