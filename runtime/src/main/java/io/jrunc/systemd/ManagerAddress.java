package io.jrunc.systemd;

import io.jrunc.unit.ServiceManager.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a systemd can be reached.
 *
 * @param kind whose it is
 * @param sockets paths of Unix sockets, the best first
 * @param uid of the caller as the sockets' other end sees it
 */
public record ManagerAddress(Kind kind, List<Socket> sockets, long uid) {

  /**
   * A Unix socket.
   *
   * @param isBus whether a message bus is there, and not systemd itself
   */
  record Socket(String path, boolean isBus) {}

  private static final String UNIX = "unix:path=";

  public ManagerAddress {
    sockets = List.copyOf(sockets);
  }

  /**
   * The host's systemd: the bus that DBUS_SYSTEM_BUS_ADDRESS names, and without that the usual one,
   * or else systemd's own socket, which is there without any bus, for root only.
   */
  public static ManagerAddress system(Map<String, String> environment, long uid) {
    List<Socket> sockets = new ArrayList<>();
    addBus(environment, "DBUS_SYSTEM_BUS_ADDRESS", "/run/dbus/system_bus_socket", sockets);
    if (uid == 0 && !environment.containsKey("DBUS_SYSTEM_BUS_ADDRESS")) {
      sockets.add(new Socket("/run/systemd/private", false));
    }
    return new ManagerAddress(Kind.SYSTEM, sockets, uid);
  }

  /** The same of a user: DBUS_SESSION_BUS_ADDRESS, or else what is below XDG_RUNTIME_DIR. */
  public static ManagerAddress user(Map<String, String> environment, long uid) {
    String folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (folder.isEmpty()) {
      folder = "/run/user/" + uid;
    }
    List<Socket> sockets = new ArrayList<>();
    addBus(environment, "DBUS_SESSION_BUS_ADDRESS", folder + "/bus", sockets);
    sockets.add(new Socket(folder + "/systemd/private", false));
    return new ManagerAddress(Kind.USER, sockets, uid);
  }

  /** Of an address with alternatives, those that are sockets with a path. */
  private static void addBus(
      Map<String, String> environment, String variable, String usual, List<Socket> sockets) {
    for (String address : environment.getOrDefault(variable, UNIX + usual).split(";", -1)) {
      if (address.startsWith(UNIX)) {
        int end = address.indexOf(',');
        String path = address.substring(UNIX.length(), end < 0 ? address.length() : end);
        sockets.add(new Socket(path, true));
      }
    }
  }
}
