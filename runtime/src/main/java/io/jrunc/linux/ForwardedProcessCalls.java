package io.jrunc.linux;

import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;

/** What has nothing to do with children, as others do it. */
public abstract class ForwardedProcessCalls implements ProcessCalls {
  /** Who does it. */
  protected final ProcessCalls calls;

  /** Forwards to these. */
  protected ForwardedProcessCalls(ProcessCalls calls) {
    this.calls = calls;
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
