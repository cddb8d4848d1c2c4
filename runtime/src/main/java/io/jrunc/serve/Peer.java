package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Credentials;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The process at the other end of a connection, held, so that what its number leads to in procfs is
 * known to be about it.
 */
final class Peer implements AutoCloseable {
  private static final String NOT_SEEN = "a process that we may not look at: ";

  private final Kernel kernel;
  private final PidFd process;

  private Peer(Kernel kernel, PidFd process) {
    this.kernel = kernel;
    this.process = process;
  }

  /**
   * Holds whoever connected.
   *
   * @throws NotServedException if that process isn't to be seen from here, or is gone
   */
  static Peer of(Kernel kernel, Connection connection) {
    Optional<Pid> connected = connection.peer().pid();
    Pid pid = connected.orElseThrow(() -> new NotServedException("another pid namespace"));
    try {
      return new Peer(kernel, hold(kernel, connection.socket(), pid));
    } catch (KernelException e) {
      throw new NotServedException("a process that is gone");
    }
  }

  /** Before Linux 6.5 only the number is known, which could be another process's by now. */
  private static PidFd hold(Kernel kernel, Fd socket, Pid pid) {
    try {
      return kernel.sockets().getPeerPidFd(socket, pid);
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOPROTOOPT) {
        throw e;
      }
      return kernel.processes().pidfdOpen(pid);
    }
  }

  Pid pid() {
    return process.pid();
  }

  /**
   * Makes sure that it is who sent a message.
   *
   * @throws NotServedException if not
   */
  void requireSent(Message message) {
    if (message.sender().flatMap(Credentials::pid).filter(pid()::equals).isEmpty()) {
      throw new NotServedException("a message from another process than the one that connected");
    }
  }

  /**
   * Which program it runs.
   *
   * @throws NotServedException if that is not to be seen
   */
  FileStatus program() {
    try {
      FileStatus program = kernel.files().statx("/proc/" + pid() + "/exe");
      requireAlive();
      return program;
    } catch (KernelException e) {
      throw new NotServedException(NOT_SEEN + e.errno());
    }
  }

  /**
   * Makes sure that it is of this standing.
   *
   * @return what else procfs tells about it
   * @throws NotServedException if not
   */
  ProcessStatus require(Standing standing) {
    try (Fd folder = kernel.files().open("/proc/" + pid(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      ProcessStatus status = Standing.status(kernel.files(), folder);
      Standing its = Standing.of(kernel.files(), folder, status, standing.label().isPresent());
      requireAlive();
      Optional<String> difference = standing.differenceTo(its);
      if (difference.isPresent()) {
        throw new NotServedException(difference.get());
      }
      return status;
    } catch (KernelException e) {
      throw new NotServedException(NOT_SEEN + e.errno());
    }
  }

  /** Makes sure that what was read was about it. */
  void requireAlive() {
    if (!kernel
        .files()
        .poll(List.of(PollRequest.readable(process.fd())), Duration.ZERO)
        .get(0)
        .isEmpty()) {
      throw new NotServedException("a process that is gone"); // and its number another's, maybe
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
