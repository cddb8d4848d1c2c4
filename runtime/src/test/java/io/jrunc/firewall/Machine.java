package io.jrunc.firewall;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.OpenFlag;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A network namespace. A socket stays in that of the thread which made it. */
final class Machine implements AutoCloseable {
  private static final int SOON = 2000;

  private final Kernel kernel;
  private final String name;
  private final Fd namespace;
  private final List<Closeable> servers = new ArrayList<>();

  private Machine(Kernel kernel, String name, Fd namespace) {
    this.kernel = kernel;
    this.name = name;
    this.namespace = namespace;
  }

  static Machine make(Kernel kernel, String name) throws Exception {
    return onFreshThread(
        () -> {
          kernel.namespaces().unshare(CloneFlag.CLONE_NEWNET);
          // nobody asks for a second whether a link-local address is another's
          Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/accept_dad"), "0");
          return new Machine(
              kernel, name, kernel.files().open("/proc/thread-self/ns/net", OpenFlag.O_RDONLY));
        });
  }

  /** Stays the owner of the descriptor. */
  Fd namespace() {
    return namespace;
  }

  <T> T call(Callable<T> work) throws Exception {
    return onFreshThread(
        () -> {
          kernel.namespaces().setns(namespace, CloneFlag.CLONE_NEWNET);
          return work.call();
        });
  }

  /** Sets a file below /proc/sys/net. */
  void sysctl(String path, String value) throws Exception {
    call(() -> Files.writeString(Path.of("/proc/sys/net", path), value));
  }

  /** Commands of nft, and what they print. */
  String nft(String commands) throws Exception {
    return call(() -> kernel.nftablesLibrary().run(commands));
  }

  private static <T> T onFreshThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.start();
    return task.get();
  }

  /** Answers on a port, in TCP and UDP, with its name and whom it sees. */
  void serve(int... ports) throws Exception {
    for (int port : ports) {
      serveOn("::", port);
    }
  }

  void serveOn(String address, int port) throws Exception {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getByName(address), port);
    ServerSocket tcp = call(() -> bound(new ServerSocket(), here));
    DatagramSocket udp = call(() -> new DatagramSocket(here));
    servers.add(tcp);
    servers.add(udp);
    start(() -> answer(tcp));
    start(() -> answer(udp));
  }

  private static ServerSocket bound(ServerSocket socket, InetSocketAddress address)
      throws IOException {
    socket.bind(address);
    return socket;
  }

  private static void start(Callable<Void> work) {
    Thread thread = new Thread(new FutureTask<>(work));
    thread.setDaemon(true);
    thread.start();
  }

  private Void answer(ServerSocket server) throws IOException {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(answer(socket.getInetAddress()));
      } catch (SocketException e) {
        if (server.isClosed()) {
          return null;
        }
      }
    }
  }

  private Void answer(DatagramSocket server) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    while (true) {
      server.receive(packet);
      byte[] answer = answer(packet.getAddress());
      server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
  }

  private byte[] answer(InetAddress seen) {
    String address = seen.getHostAddress();
    int zone = address.indexOf('%');
    return (name + " sees " + (zone < 0 ? address : address.substring(0, zone))).getBytes(UTF_8);
  }

  /** What answers there in TCP. */
  Optional<String> tcp(String address, int port) throws Exception {
    return call(() -> tcp(address, port, SOON));
  }

  /** What answers there in UDP. */
  Optional<String> udp(String address, int port) throws Exception {
    return call(() -> udp(address, port, SOON));
  }

  /** Whether something answers there now, where nothing should. */
  boolean reaches(String address, int port) throws Exception {
    int moment = 250;
    return call(
        () -> tcp(address, port, moment).isPresent() || udp(address, port, moment).isPresent());
  }

  private static Optional<String> tcp(String address, int port, int milliseconds) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), milliseconds);
      socket.setSoTimeout(milliseconds);
      return Optional.of(new String(socket.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> udp(String address, int port, int milliseconds) {
    try (DatagramSocket socket = new DatagramSocket()) {
      return ask(socket, address, port, milliseconds);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Asks in UDP by a socket that may have been used before. */
  static Optional<String> ask(DatagramSocket socket, String address, int port, int milliseconds) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port));
      socket.setSoTimeout(milliseconds);
      socket.send(new DatagramPacket(new byte[1], 1));
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      return Optional.of(new String(answer.getData(), 0, answer.getLength(), UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      socket.disconnect();
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable server : servers) {
      server.close();
    }
    namespace.close();
  }
}
