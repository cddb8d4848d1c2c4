package io.jrunc.linux.jna;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.ChildCode;
import io.jrunc.linux.abi.PrctlOption;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.linux.abi.WaitIdType;
import io.jrunc.linux.abi.WaitOption;
import java.util.Optional;

/** Processes, on system calls. */
final class JnaProcessCalls implements ProcessCalls {

  /** {@code siginfo_t}, and where its fields begin. */
  private static final int SIGINFO = 128;

  private static final int SI_CODE = 8;
  private static final int SI_PID = 16;
  private static final int SI_STATUS = 24;
  private static final int RLIMIT = 16;

  private final Syscalls syscalls;
  private final FileCalls files;

  JnaProcessCalls(Syscalls syscalls, FileCalls files) {
    this.syscalls = syscalls;
    this.files = files;
  }

  @Override
  public Pid posixSpawn(Spawn spawn) {
    return new PosixSpawn(syscalls, files).start(spawn);
  }

  @Override
  public PidFd pidfdOpen(Pid pid) {
    return new PidFd(
        pid, syscalls.open(SyscallNumber.PIDFD_OPEN, "process " + pid, pid.number(), 0));
  }

  @Override
  public Fd pidfdGetfd(PidFd process, int number) {
    return syscalls.open(
        SyscallNumber.PIDFD_GETFD,
        "descriptor " + number + " of process " + process.pid(),
        process.fd().number(),
        number,
        0);
  }

  @Override
  public ExitStatus waitid(PidFd child) {
    return waitid(WaitIdType.P_PIDFD, child.fd().number(), child.pid(), 0).orElseThrow();
  }

  @Override
  public ExitStatus waitid(Pid child) {
    return waitid(WaitIdType.P_PID, child.number(), child, 0).orElseThrow();
  }

  @Override
  public Optional<ExitStatus> tryWaitid(PidFd child) {
    return waitid(WaitIdType.P_PIDFD, child.fd().number(), child.pid(), WaitOption.WNOHANG.value());
  }

  private Optional<ExitStatus> waitid(WaitIdType type, int id, Pid pid, long options) {
    try (Scratch scratch = syscalls.scratch()) {
      long info = scratch.reserve(SIGINFO);
      syscalls.call(
          SyscallNumber.WAITID,
          "process " + pid,
          type.value(),
          id,
          info,
          options | WaitOption.WEXITED.value(),
          0);
      return scratch.getInt(info + SI_PID) == 0
          ? Optional.empty()
          : Optional.of(exitStatus(scratch, info));
    }
  }

  private static ExitStatus exitStatus(Scratch scratch, long info) {
    int code = scratch.getInt(info + SI_CODE);
    int status = scratch.getInt(info + SI_STATUS);
    return code == ChildCode.CLD_EXITED.value()
        ? new ExitStatus.Exited(status)
        : new ExitStatus.Killed(new Signal(status), code == ChildCode.CLD_DUMPED.value());
  }

  @Override
  public void pidfdSendSignal(PidFd process, Signal signal) {
    syscalls.call(
        SyscallNumber.PIDFD_SEND_SIGNAL,
        signal + " to process " + process.pid(),
        process.fd().number(),
        signal.number(),
        0,
        0);
  }

  @Override
  public void kill(Pid pid, Signal signal) {
    syscalls.call(SyscallNumber.KILL, signal + " to process " + pid, pid.number(), signal.number());
  }

  @Override
  public ResourceLimit getrlimit(Resource resource) {
    return prlimit(0, resource.name(), resource);
  }

  @Override
  public void setrlimit(Resource resource, ResourceLimit limit) {
    prlimit(0, resource.name(), resource, limit);
  }

  @Override
  public ResourceLimit prlimit(Pid pid, Resource resource) {
    return prlimit(pid.number(), resource + " of process " + pid, resource);
  }

  @Override
  public void prlimit(Pid pid, Resource resource, ResourceLimit limit) {
    prlimit(pid.number(), resource + " of process " + pid, resource, limit);
  }

  private ResourceLimit prlimit(int pid, String object, Resource resource) {
    try (Scratch scratch = syscalls.scratch()) {
      long limit = scratch.reserve(RLIMIT);
      syscalls.call(SyscallNumber.PRLIMIT64, object, pid, resource.value(), 0, limit);
      return new ResourceLimit(scratch.getLong(limit), scratch.getLong(limit + 8));
    }
  }

  private void prlimit(int pid, String object, Resource resource, ResourceLimit limit) {
    try (Scratch scratch = syscalls.scratch()) {
      long structure = scratch.reserve(RLIMIT);
      scratch.putLong(structure, limit.soft());
      scratch.putLong(structure + 8, limit.hard());
      syscalls.call(SyscallNumber.PRLIMIT64, object, pid, resource.value(), structure, 0);
    }
  }

  @Override
  public int umask(int mask) {
    return (int) syscalls.call(SyscallNumber.UMASK, "", mask);
  }

  @Override
  public void setChildSubreaper() {
    PrctlOption option = PrctlOption.PR_SET_CHILD_SUBREAPER;
    syscalls.call(SyscallNumber.PRCTL, option.name(), option.value(), 1);
  }

  @Override
  public Pid getpid() {
    return new Pid((int) syscalls.call(SyscallNumber.GETPID, ""));
  }

  @Override
  public long geteuid() {
    return Integer.toUnsignedLong((int) syscalls.tryCall(SyscallNumber.GETEUID));
  }

  @Override
  public long getegid() {
    return Integer.toUnsignedLong((int) syscalls.tryCall(SyscallNumber.GETEGID));
  }
}
