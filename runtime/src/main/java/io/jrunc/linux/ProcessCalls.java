package io.jrunc.linux;

import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;
import java.util.Optional;

/** Processes. */
public interface ProcessCalls {

  /** Starts a process; it is this process's child, so someone has to wait for it. */
  Pid posixSpawn(Spawn spawn);

  /** Holds a process; ESRCH if there is none. */
  PidFd pidfdOpen(Pid pid);

  /** A copy of another process's descriptor. */
  Fd pidfdGetfd(PidFd process, int number);

  /** Waits for a child to end and reaps it; ECHILD if it is nobody's, or another's, child. */
  ExitStatus waitid(PidFd child);

  /** Waits for a child to end and reaps it; ECHILD if it is nobody's, or another's, child. */
  ExitStatus waitid(Pid child);

  /** Reaps a child if it has ended. */
  Optional<ExitStatus> tryWaitid(PidFd child);

  /** Sends a signal; ESRCH if the process has ended and was reaped. */
  void pidfdSendSignal(PidFd process, Signal signal);

  /** Sends a signal to the process that has this number now. */
  void kill(Pid pid, Signal signal);

  /** A limit of this process. */
  ResourceLimit getrlimit(Resource resource);

  /** Sets a limit of this process. */
  void setrlimit(Resource resource, ResourceLimit limit);

  /** A limit of another process. */
  ResourceLimit prlimit(Pid pid, Resource resource);

  /** Sets a limit of another process. */
  void prlimit(Pid pid, Resource resource, ResourceLimit limit);

  /**
   * Sets which permission bits new files don't get, and returns which they were. Threads share it,
   * unless they have unshared it with {@link NamespaceCalls#unshare}.
   */
  int umask(int mask);

  /** Makes this process the parent of descendants whose own parent ends. */
  void setChildSubreaper();

  /** This process. */
  Pid getpid();

  /** The effective user; before anything else has called the kernel, ask {@link ProcessStatus}. */
  long geteuid();

  /** The effective group; before anything else has called the kernel, ask {@link ProcessStatus}. */
  long getegid();
}
