package io.jrunc.systemd;

import io.jrunc.systemd.SystemdException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.freedesktop.dbus.connections.BusAddress;
import org.freedesktop.dbus.connections.SASL;
import org.freedesktop.dbus.connections.config.TransportConfig;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;

/**
 * A connection that makes one call after the other. It uses the lower half of dbus-java, messages
 * and sockets: the upper one, with its proxies and threads, takes a starting JVM much longer.
 */
final class Bus implements AutoCloseable {
  /** The longest that systemd takes to make or stop a unit on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String DBUS = "org.freedesktop.DBus";

  /** What a signal says. */
  record Signal(String member, List<Object> arguments) {
    Signal {
      arguments = List.copyOf(arguments);
    }
  }

  /** Where somebody is called: service, object and interface. */
  record Target(String service, String object, String interfaceName) {}

  /** Makes the caller's requests during one wait. */
  private interface Work<T> {
    T run() throws IOException, DBusException;
  }

  private final ManagerAddress.Socket socket;
  private final AbstractTransport transport;
  private final List<Signal> signals = new ArrayList<>();

  private Bus(ManagerAddress.Socket socket, AbstractTransport transport) {
    this.socket = socket;
    this.transport = transport;
  }

  /**
   * Connects to the first of them that answers.
   *
   * @throws SystemdException if none does, with what stands against the first
   */
  static Bus connect(ManagerAddress address) {
    Optional<SystemdException> first = Optional.empty();
    for (ManagerAddress.Socket socket : address.sockets()) {
      try {
        return connect(socket, address.uid());
      } catch (SystemdException e) {
        first = first.isPresent() ? first : Optional.of(e);
      }
    }
    throw first.orElseGet(
        () -> new SystemdException(Reason.NO_ANSWER, "no address with unix:path= is named", null));
  }

  private static Bus connect(ManagerAddress.Socket socket, long uid) {
    if (!Files.exists(Path.of(socket.path()))) {
      throw noAnswer(socket, "no such file or directory (ENOENT)", null);
    }
    return bounded(
        socket,
        () -> {
          TransportConfig config = new TransportConfig();
          config.setBusAddress(BusAddress.of("unix:path=" + socket.path()));
          config.getSaslConfig().setAuthMode(SASL.AUTH_EXTERNAL);
          config.getSaslConfig().setSaslUid(OptionalLong.of(uid));
          config.setAutoConnect(false); // which tries again for a long time
          return greet(socket, TransportBuilder.create(config).build());
        });
  }

  /** Who refuses us, or says nothing, is left: a resident engine would hold the socket for ever. */
  private static Bus greet(ManagerAddress.Socket socket, AbstractTransport transport)
      throws IOException, DBusException {
    Bus bus = new Bus(socket, transport);
    try {
      transport.connect();
      if (socket.isBus()) {
        bus.exchange(new Target(DBUS, "/org/freedesktop/DBus", DBUS), "Hello", "");
      }
      return bus;
    } catch (IOException | DBusException | RuntimeException e) {
      bus.close();
      throw e;
    }
  }

  private static SystemdException noAnswer(
      ManagerAddress.Socket socket, String reason, @org.jspecify.annotations.Nullable Throwable e) {
    return new SystemdException(
        Reason.NO_ANSWER, "systemd does not answer on " + socket.path() + ": " + reason, e);
  }

  private static <T> T bounded(ManagerAddress.Socket socket, Work<T> work) {
    Watchdog watchdog = Watchdog.after(PATIENCE);
    try (watchdog) {
      return work.run();
    } catch (IOException | DBusException e) {
      if (watchdog.hasBarked()) {
        throw noAnswer(socket, "nothing in " + PATIENCE.toSeconds() + " seconds", e);
      }
      throw noAnswer(socket, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  /** Asks the bus for signals; systemd itself sends all of its own. */
  void listen(String rule) {
    if (socket.isBus()) {
      call(new Target(DBUS, "/org/freedesktop/DBus", DBUS), "AddMatch", "s", rule);
    }
  }

  /**
   * Calls, and waits for the answer.
   *
   * @param signature of the arguments; empty for none
   * @throws SystemdException if the call is refused or not answered
   */
  List<Object> call(Target target, String method, String signature, Object... arguments) {
    return bounded(socket, () -> exchange(target, method, signature, arguments));
  }

  private List<Object> exchange(Target target, String method, String signature, Object... arguments)
      throws IOException, DBusException {
    MethodCall call =
        transport
            .getMessageFactory()
            .createMethodCall(
                socket.isBus() ? target.service() : null,
                target.object(),
                target.interfaceName(),
                method,
                (byte) 0,
                signature.isEmpty() ? null : signature,
                arguments);
    transport.writeMessage(call);
    while (true) {
      Message message = next();
      boolean isAnswer =
          !(message instanceof DBusSignal) && message.getReplySerial() == call.getSerial();
      if (isAnswer && message instanceof Error error) {
        throw refused(error);
      }
      if (isAnswer) {
        return values(message);
      }
    }
  }

  /** Waits for a signal. Those that came with an answer are seen first. */
  Signal awaitSignal() {
    return bounded(
        socket,
        () -> {
          while (signals.isEmpty()) {
            next();
          }
          return signals.remove(0);
        });
  }

  private Message next() throws IOException, DBusException {
    while (true) {
      Message message = transport.readMessage();
      if (message instanceof DBusSignal) {
        signals.add(new Signal(message.getName(), values(message)));
      }
      if (message != null) {
        return message;
      }
    }
  }

  private static List<Object> values(Message message) throws DBusException {
    Object[] parameters = message.getParameters();
    return parameters == null ? List.of() : List.of(parameters);
  }

  private static SystemdException refused(Error error) throws DBusException {
    List<Object> values = values(error);
    String text = values.isEmpty() ? error.getName() : String.valueOf(values.get(0));
    Reason reason =
        switch (error.getName()) {
          case "org.freedesktop.systemd1.UnitExists" -> Reason.UNIT_EXISTS;
          case "org.freedesktop.systemd1.NoSuchUnit" -> Reason.NO_SUCH_UNIT;
          case "org.freedesktop.DBus.Error.ServiceUnknown",
              "org.freedesktop.DBus.Error.NoReply",
              "org.freedesktop.DBus.Error.Disconnected" ->
              Reason.NO_ANSWER;
          default -> Reason.REFUSED;
        };
    return new SystemdException(reason, text, null);
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      // nothing is left to be said to the other end
      return;
    }
  }
}
