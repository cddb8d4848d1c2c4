package io.jrunc.serve;

import io.jrunc.engine.Attendant;
import io.jrunc.engine.Resident;
import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves one client, from its first message to its end. */
final class Reception {
  /** Bytes of the longest first message that is kept until a program has ended. */
  private static final int LONGEST_TO_KEEP = 16 * 1024;

  private final Kernel kernel;
  private final Resident resident;
  private final CommandLine commands;
  private final Installation installation;
  private final Standing standing;
  private final ServiceLog log;
  private final BoundedLog refusals;
  private final WaitingRoom waitingRoom;

  /**
   * What all clients share.
   *
   * @param kernel the engine's own
   * @param resident what the engine knows already
   * @param installation of this engine
   * @param standing of this engine
   * @param refusals is told who isn't served
   * @param waitingRoom for those who wait for a program
   */
  Reception(
      Kernel kernel,
      Resident resident,
      CommandLine commands,
      Installation installation,
      Standing standing,
      ServiceLog log,
      BoundedLog refusals,
      WaitingRoom waitingRoom) {
    this.kernel = kernel;
    this.resident = resident;
    this.commands = commands;
    this.installation = installation;
    this.standing = standing;
    this.log = log;
    this.refusals = refusals;
    this.waitingRoom = waitingRoom;
  }

  /** Serves it and hangs up, unless it comes back; what goes wrong concerns nobody else. */
  void receive(Connection connection) {
    boolean isKept = false;
    try {
      isKept = hear(connection) && waitingRoom.take(connection);
    } finally {
      if (!isKept) {
        connection.close();
      }
    }
  }

  /** Whether it waits for a program now, and is going to tell its end. */
  private boolean hear(Connection connection) {
    try {
      int length =
          kernel.sockets().lengthOfNext(connection.socket()); // most are far from the longest
      Optional<Message> next =
          kernel.sockets().recvmsg(connection.socket(), Math.min(length, Hello.LONGEST));
      if (next.isEmpty()) {
        return false;
      }
      try (Message message = next.get();
          Peer peer = Peer.of(kernel, connection)) {
        peer.requireSent(message);
        Optional<Hello> expected = connection.expected();
        return expected.isPresent()
            ? finish(connection, peer, expected.get(), message.bytes())
            : begin(connection, peer, message.bytes());
      } catch (NotServedException e) {
        refusals.tell("cold: " + e.reason());
        connection.tell(Requests.cold());
      }
    } catch (ClientGoneException e) {
      log.detail(String.valueOf(e.getMessage()));
    } catch (KernelException e) {
      String reason = e.errno() == Errno.EMSGSIZE ? "a message that is too long" : e.getMessage();
      refusals.tell("closed a connection: " + reason);
    } catch (GarbageException e) {
      refusals.tell("closed a connection: " + e.reason());
    }
    return false;
  }

  private boolean begin(Connection connection, Peer peer, byte[] message) {
    installation.require(peer.program());
    Hello hello = Hello.parse(message);
    Hello complete = hello.of(peer.require(standing));
    return serve(connection, peer, complete) && message.length <= LONGEST_TO_KEEP;
  }

  /**
   * The program has ended for which a client has waited. Its standing is not asked for again: what
   * is done now is the rest of what it was served with when it had that standing, and would be done
   * without a word of its own if the engine had waited itself. It is the process that was looked at
   * then, since the kernel tells who sent this, and it still lives, so that its number has come to
   * mean no other. All it adds is the number with which it would end itself.
   */
  private boolean finish(Connection connection, Peer peer, Hello hello, byte[] message) {
    if (message.length != Long.BYTES) {
      throw new GarbageException("no end of a program");
    }
    peer.requireAlive();
    long end = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ClientProcesses.status(end);
    List<String> words = new ArrayList<>(hello.words());
    words.set(words.size() - 1, Long.toString(end));
    return serve(connection, peer, hello.saying(words));
  }

  private boolean serve(Connection connection, Peer peer, Hello hello) {
    Optional<CommandLine.Command> command = commands.read(hello.words(), hello.environment());
    if (command.isEmpty()) {
      log.detail("process " + peer.pid() + ": cold: not a command line for an engine");
      connection.tell(Requests.cold());
      return false;
    }
    return serve(connection, peer, hello, command.get());
  }

  private boolean serve(
      Connection connection, Peer peer, Hello hello, CommandLine.Command command) {
    kernel.processes().umask(hello.umask());
    try (Client client = new Client(kernel, resident, connection, peer.pid(), hello, command)) {
      connection.tell(Requests.files()); // it needs no answer yet, only to know that one will come
      try {
        int code = client.run();
        log.detail("process " + peer.pid() + ": " + command.name() + ": " + text(code));
        if (code != Attendant.HANDED_OVER) {
          connection.tell(Requests.exit(code));
        } else if (!client.rest().isEmpty()) {
          connection.expect(hello.saying(client.rest()));
          return true;
        }
      } catch (ClientGoneException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        giveUp(connection, client, e);
      }
    }
    return false;
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
