package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.program.Conversation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells a waiting container to go on to its program. */
public final class Starter {
  private static final int LONGEST_MESSAGE = 16;

  private final Kernel kernel;
  private final Duration patience;

  /**
   * A starter.
   *
   * @param patience how long a container may take, which it does when it is frozen
   */
  public Starter(Kernel kernel, Duration patience) {
    this.kernel = kernel;
    this.patience = patience;
  }

  /** How a start went. */
  public enum Outcome {
    /** The program runs, or has run. */
    STARTED,
    /** Nobody waits: the container was started before, or is dead. */
    NOBODY_WAITS,
    /** The container has not answered in time. */
    NO_ANSWER
  }

  /** What is known after a start; the report is there unless nobody answered. */
  public record Started(Outcome outcome, Optional<Report> report) {}

  /**
   * Who takes the listener's end of a container's filter.
   *
   * @param init the process that will have it
   */
  public record Listening(PidFd init, ListenerReceiver receiver) {}

  /**
   * Starts the container that listens at this path, and waits until its program runs.
   *
   * @param hooks runs those that come before the program, if there are any
   * @param listening for a container whose filter notifies an agent
   * @return the report may tell of a failed step
   */
  public Started start(
      String listenAt, Optional<HookActions> hooks, Optional<Listening> listening) {
    Fd socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
    try (socket) {
      if (hooks.isPresent()) {
        kernel.sockets().setPassCredentials(socket); // the hooks' pids come from the kernel
      }
      return connected(socket, listenAt)
          ? converse(socket, hooks, listening)
          : new Started(Outcome.NOBODY_WAITS, Optional.empty());
    }
  }

  private boolean connected(Fd socket, String listenAt) {
    try {
      kernel.sockets().connect(socket, listenAt);
      return true;
    } catch (KernelException e) {
      if (e.errno() == Errno.ECONNREFUSED || e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  private Started converse(Fd socket, Optional<HookActions> hooks, Optional<Listening> listening) {
    if (!hasNews(socket)) {
      return new Started(Outcome.NO_ANSWER, Optional.empty());
    }
    Optional<Message> message = kernel.sockets().recvmsg(socket, LONGEST_MESSAGE);
    if (message.isEmpty()) {
      return new Started(Outcome.NOBODY_WAITS, Optional.empty());
    }
    try (Message page = message.get()) {
      kernel.sockets().sendmsg(socket, new byte[] {(byte) Conversation.GO});
      Fd report = page.descriptors().get(0);
      boolean speaks = hooks.isPresent() || listening.isPresent();
      if (!hasNews(socket) || (speaks && !serve(socket, report, hooks, listening))) {
        return new Started(Outcome.NO_ANSWER, Optional.empty());
      }
      return new Started(Outcome.STARTED, Optional.of(Report.read(kernel.files(), report)));
    }
  }

  /** Until the connection ends; says whether the container has answered to the last. */
  private boolean serve(
      Fd socket, Fd report, Optional<HookActions> hooks, Optional<Listening> listening) {
    while (true) {
      Optional<Message> message = kernel.sockets().recvmsg(socket, LONGEST_MESSAGE);
      if (message.isEmpty()) {
        return true;
      }
      if (message.get().bytes()[0] == Conversation.LISTENER) {
        Listening agent = listening.orElseThrow();
        new ListenerHandover(kernel, report, socket).take(agent.init(), agent.receiver());
      } else {
        new ContainerHooks(kernel, socket, report).run(message.get(), hooks.orElseThrow());
      }
      if (!hasNews(socket)) {
        return false;
      }
    }
  }

  /** A message, or the end of the connection. */
  private boolean hasNews(Fd socket) {
    return !kernel
        .files()
        .poll(List.of(PollRequest.readable(socket)), patience)
        .get(0)
        .equals(Set.of());
  }
}
