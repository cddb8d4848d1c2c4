package io.jrunc.serve;

import io.jrunc.engine.Attendant;
import io.jrunc.error.KernelException;
import io.jrunc.host.KnownCgroups;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.abi.Errno;
import java.util.Optional;

/** Serves one client, from its first message to its end. */
final class Reception {
  private final Kernel kernel;
  private final KnownCgroups cgroups;
  private final CommandLine commands;
  private final Installation installation;
  private final Standing standing;
  private final ServiceLog log;
  private final BoundedLog refusals;

  /**
   * What all clients share.
   *
   * @param kernel the engine's own
   * @param cgroups what the engine knows of them
   * @param installation of this engine
   * @param standing of this engine
   * @param refusals is told who isn't served
   */
  Reception(
      Kernel kernel,
      KnownCgroups cgroups,
      CommandLine commands,
      Installation installation,
      Standing standing,
      ServiceLog log,
      BoundedLog refusals) {
    this.kernel = kernel;
    this.cgroups = cgroups;
    this.commands = commands;
    this.installation = installation;
    this.standing = standing;
    this.log = log;
    this.refusals = refusals;
  }

  /** Serves it and hangs up; whatever goes wrong concerns nobody else. */
  void receive(Connection connection) {
    try (connection) {
      int length =
          kernel.sockets().lengthOfNext(connection.socket()); // most are far from the longest
      Optional<Message> first =
          kernel.sockets().recvmsg(connection.socket(), Math.min(length, Hello.LONGEST));
      if (first.isPresent()) {
        try (Message message = first.get()) {
          receive(connection, message);
        }
      }
    } catch (ClientGoneException e) {
      log.detail(String.valueOf(e.getMessage()));
    } catch (KernelException e) {
      String reason = e.errno() == Errno.EMSGSIZE ? "a message that is too long" : e.getMessage();
      refusals.tell("closed a connection: " + reason);
    } catch (GarbageException e) {
      refusals.tell("closed a connection: " + e.reason());
    }
  }

  private void receive(Connection connection, Message message) {
    try (Peer peer = Peer.of(kernel, connection.socket())) {
      Hello hello = Hello.parse(message.bytes());
      if (!installation.hasClient(hello.jar())) {
        throw new NotServedException("another lib/jrunc.jar");
      }
      peer.require(standing, message.sender());
      Optional<CommandLine.Command> command = commands.read(hello.words(), hello.environment());
      if (command.isEmpty()) {
        log.detail("process " + peer.pid() + ": cold: not a command line for an engine");
        connection.tell(Requests.cold());
        return;
      }
      serve(connection, peer, hello, command.get());
    } catch (NotServedException e) {
      refusals.tell("cold: " + e.reason());
      connection.tell(Requests.cold());
    }
  }

  private void serve(Connection connection, Peer peer, Hello hello, CommandLine.Command command) {
    kernel.processes().umask(hello.umask());
    try (Client client = new Client(kernel, cgroups, connection, peer.pid(), hello, command)) {
      client.confirms();
      connection.tell(Requests.hold()); // it needs no answer yet, only to know that one will come
      try {
        int code = client.run();
        log.detail("process " + peer.pid() + ": " + command.name() + ": " + text(code));
        if (code != Attendant.HANDED_OVER) {
          connection.tell(Requests.exit(code));
        }
      } catch (ClientGoneException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        giveUp(connection, client, e);
      }
    }
  }

  /** What has not begun is done better by a process of the client's own, with more memory. */
  private void giveUp(Connection connection, Client client, Throwable cause) {
    log.tell("internal error: " + cause);
    if (!client.isCommitted()) {
      connection.tell(Requests.cold());
    }
  }

  private static String text(int code) {
    return code == Attendant.HANDED_OVER ? "handed over" : Integer.toString(code);
  }
}
