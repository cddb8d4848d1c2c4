package io.jrunc.conformance.kit;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The system's message bus, by which systemd is asked for units. */
final class SystemBus {
  private static final Path SOCKET = Path.of("/run/dbus/system_bus_socket");

  /** systemd makes it early when it is pid 1; sd_booted(3) looks for it. */
  private static final Path BOOTED = Path.of("/run/systemd/system");

  /** A byte of credentials, and that we are uid 0, whose digits are given in hexadecimal. */
  private static final String GREETING = "\0AUTH EXTERNAL 30\r\n";

  private SystemBus() {}

  /** Whether systemd is pid 1, and the bus takes root's greeting. */
  static boolean answers() {
    if (!Files.isDirectory(BOOTED)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
      channel.write(ByteBuffer.wrap(GREETING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(2);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {}
      return new String(answer.array(), StandardCharsets.US_ASCII).equals("OK");
    } catch (IOException e) {
      return false;
    }
  }
}
