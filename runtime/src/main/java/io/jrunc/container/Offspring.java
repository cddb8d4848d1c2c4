package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that one operation starts. A command ends, and whoever adopts what it leaves behind
 * reaps it; this program stays, and has to do so itself.
 */
final class Offspring implements ProcessCalls {
  private final ProcessCalls calls;
  private final Set<Pid> running = new LinkedHashSet<>();

  Offspring(ProcessCalls calls) {
    this.calls = calls;
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

  @Override
  public PidFd pidfdOpen(Pid pid) {
    return calls.pidfdOpen(pid);
  }

  @Override
  public Fd pidfdGetfd(PidFd process, int number) {
    return calls.pidfdGetfd(process, number);
  }

  @Override
  public void pidfdSendSignal(PidFd process, Signal signal) {
    calls.pidfdSendSignal(process, signal);
  }

  @Override
  public void kill(Pid pid, Signal signal) {
    calls.kill(pid, signal);
  }

  @Override
  public ResourceLimit getrlimit(Resource resource) {
    return calls.getrlimit(resource);
  }

  @Override
  public void setrlimit(Resource resource, ResourceLimit limit) {
    calls.setrlimit(resource, limit);
  }

  @Override
  public ResourceLimit prlimit(Pid pid, Resource resource) {
    return calls.prlimit(pid, resource);
  }

  @Override
  public void prlimit(Pid pid, Resource resource, ResourceLimit limit) {
    calls.prlimit(pid, resource, limit);
  }

  @Override
  public int umask(int mask) {
    return calls.umask(mask);
  }

  @Override
  public void setChildSubreaper() {
    calls.setChildSubreaper();
  }

  @Override
  public Pid getpid() {
    return calls.getpid();
  }

  @Override
  public long geteuid() {
    return calls.geteuid();
  }

  @Override
  public long getegid() {
    return calls.getegid();
  }
}
