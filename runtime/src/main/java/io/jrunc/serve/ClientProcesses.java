package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.ForwardedProcessCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.ChildCode;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Processes that are children of a client. When the client has ended they are somebody else's, who
 * reaps them; so each is held, because its number alone could come to mean another process. What is
 * started once that is known is there to clean up, such as a poststop hook, and is the engine's
 * own.
 */
final class ClientProcesses extends ForwardedProcessCalls implements AutoCloseable {
  /** How long a process that was killed may take to end when the client can't tell. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Kernel kernel;
  private final Connection client;
  private final Pid pid;
  private final long ignored;
  private final Map<Pid, PidFd> children = new HashMap<>();
  private final Set<Pid> own = new HashSet<>();

  /**
   * Asks nothing yet.
   *
   * @param kernel the engine's own, for all that isn't about children
   * @param pid of the client
   * @param ignored the signals that it ignores, bit n-1 for signal n
   */
  ClientProcesses(Kernel kernel, Connection client, Pid pid, long ignored) {
    super(kernel.processes());
    this.kernel = kernel;
    this.client = client;
    this.pid = pid;
    this.ignored = ignored;
  }

  @Override
  public Pid posixSpawn(Spawn spawn) {
    return client.isGone() ? startOwn(spawn) : start(spawn);
  }

  private synchronized Pid startOwn(Spawn spawn) {
    Pid child = calls.posixSpawn(spawn);
    own.add(child);
    return child;
  }

  private synchronized boolean isOwn(Pid child) {
    return own.contains(child);
  }

  private Pid start(Spawn spawn) {
    byte[] request = Requests.spawn(spawn, ignored);
    if (request.length > Hello.LONGEST) {
      throw refusal(spawn, Errno.E2BIG);
    }
    List<Fd> descriptors = new ArrayList<>(spawn.slots());
    descriptors.add(spawn.executable());
    long answer = client.ask(request, descriptors);
    if (answer <= 0 || answer > Integer.MAX_VALUE) {
      throw refusal(spawn, Connection.errno(answer).orElse(Errno.EINVAL));
    }
    return held(new Pid((int) answer));
  }

  private static KernelException refusal(Spawn spawn, Errno errno) {
    return new KernelException("posix_spawn", spawn.executable().toString(), errno);
  }

  private synchronized Pid held(Pid child) {
    try {
      PidFd before = children.put(child, calls.pidfdOpen(child));
      if (before != null) {
        before.close();
      }
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH) { // the client has ended, and the child as well
        throw e;
      }
    }
    return child;
  }

  @Override
  public ExitStatus waitid(PidFd child) {
    return isOwn(child.pid())
        ? calls.waitid(child)
        : await(child.pid(), Optional.of(child)); // not one of ours, maybe
  }

  @Override
  public ExitStatus waitid(Pid child) {
    return isOwn(child) ? calls.waitid(child) : await(child, held(child, children));
  }

  /** The client can reap it, but only we wait for it: so that he hears when we end meanwhile. */
  private ExitStatus await(Pid child, Optional<PidFd> held) {
    try {
      Optional<ExitStatus> end = reaped(child, client.ask(Requests.waitFor(child)));
      while (end.isEmpty()) {
        client.awaitUnlessGone(held.orElseThrow(() -> failure(child, Errno.ECHILD)).fd());
        end = reaped(child, client.ask(Requests.waitFor(child)));
      }
      return end.get();
    } catch (ClientGoneException e) {
      throw held.isPresent() ? reapedByOthers(held.get()) : failure(child, Errno.ECHILD);
    }
  }

  @Override
  public Optional<ExitStatus> tryWaitid(PidFd child) {
    if (isOwn(child.pid())) {
      return calls.tryWaitid(child);
    }
    return reaped(child.pid(), client.ask(Requests.waitFor(child.pid())));
  }

  /** Whoever adopted it reaps it; it has only to be gone before what it used is taken away. */
  private KernelException reapedByOthers(PidFd child) {
    kernel.files().poll(List.of(PollRequest.readable(child.fd())), PATIENCE);
    return failure(child.pid(), Errno.ECHILD);
  }

  private static KernelException failure(Pid child, Errno errno) {
    return new KernelException("waitid", "process " + child, errno);
  }

  private synchronized Optional<PidFd> held(Pid child, Map<Pid, PidFd> all) {
    return Optional.ofNullable(all.get(child));
  }

  private Optional<ExitStatus> reaped(Pid child, long answer) {
    Optional<Errno> errno = Connection.errno(answer);
    if (errno.isPresent()) {
      throw failure(child, errno.get());
    }
    if (answer == 0) {
      return Optional.empty();
    }
    forget(child);
    return Optional.of(status(answer));
  }

  private synchronized void forget(Pid child) {
    PidFd held = children.remove(child);
    if (held != null) {
      held.close();
    }
  }

  /** How a process has ended: as waitid(2) has it, {@code si_code} above {@code si_status}. */
  static ExitStatus status(long end) {
    int code = (int) (end >> Integer.SIZE);
    int status = (int) end;
    boolean dumped = code == ChildCode.CLD_DUMPED.value();
    if (code == ChildCode.CLD_EXITED.value()) {
      return new ExitStatus.Exited(status & 0xff);
    }
    if ((dumped || code == ChildCode.CLD_KILLED.value())
        && status > 0
        && status <= Signal.LARGEST) {
      return new ExitStatus.Killed(new Signal(status), dumped);
    }
    throw new ClientGoneException("tells an end that no process has");
  }

  @Override
  public void kill(Pid process, Signal signal) {
    Optional<PidFd> held = held(process, children);
    if (held.isPresent()) {
      calls.pidfdSendSignal(held.get(), signal);
    } else if (isOwn(process)) {
      calls.kill(process, signal);
    } else { // its number may be another one's by now
      throw new KernelException("kill", "process " + process, Errno.ESRCH);
    }
  }

  @Override
  public ResourceLimit getrlimit(Resource resource) {
    return calls.prlimit(pid, resource);
  }

  @Override
  public void setrlimit(Resource resource, ResourceLimit limit) {
    calls.prlimit(pid, resource, limit);
  }

  @Override
  public void setChildSubreaper() {
    throw new IllegalStateException("the engine adopts nobody");
  }

  /** Lets go of children that nobody has reaped; they live on. */
  @Override
  public synchronized void close() {
    children.values().forEach(PidFd::close);
    children.clear();
  }
}
