package io.jrunc.firewall;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** With ports of the machine that the kernel chooses. */
final class HostPortsIT {
  private final Kernel kernel = JnaKernel.forOneCommand();

  @Test
  void aPortThatAProcessListensOnIsAnErrorThatNamesIt() throws Exception {
    try (ServerSocket server = listening("127.0.0.1")) {
      int port = server.getLocalPort();

      assertThatThrownBy(() -> check("", port, 1, Protocol.TCP))
          .hasMessage("publish " + port + "/tcp: a process of the host has this port");
      assertThatThrownBy(() -> check("127.0.0.1", port, 1, Protocol.TCP))
          .hasMessage("publish 127.0.0.1:" + port + "/tcp: a process of the host has this port");
      assertThatThrownBy(() -> check("", port - 2, 3, Protocol.TCP))
          .hasMessageStartingWith("publish " + port + "/tcp: ");
      assertThatCode(() -> check("127.0.0.2", port, 1, Protocol.TCP)).doesNotThrowAnyException();
      assertThatCode(() -> check("", port, 1, Protocol.UDP)).doesNotThrowAnyException();
    }
  }

  @Test
  void aPortOfIpv6IsFoundToo() throws Exception {
    try (ServerSocket server = listening("::1")) {
      int port = server.getLocalPort();

      assertThatThrownBy(() -> check("", port, 1, Protocol.TCP))
          .hasMessage("publish " + port + "/tcp: a process of the host has this port");
      assertThatCode(() -> check("127.0.0.1", port, 1, Protocol.TCP)).doesNotThrowAnyException();
    }
  }

  @Test
  void aPortOfUdpIsFoundThoughItsOwnerWouldShareIt() throws Exception {
    try (DatagramSocket server = new DatagramSocket(null)) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0));
      int port = server.getLocalPort();

      assertThatThrownBy(() -> check("", port, 1, Protocol.UDP))
          .hasMessage("publish " + port + "/udp: a process of the host has this port");
    }
  }

  @Test
  void theLoopbackAddressOfIpv6IsAnError() {
    assertThatThrownBy(() -> check("::1", 50_000, 1, Protocol.TCP))
        .hasMessage("publish [::1]:50000/tcp: linux passes nothing on from ::1; take 127.0.0.1");
  }

  @Test
  void anAddressOfAnotherHostIsAnError() {
    assertThatThrownBy(() -> check("192.0.2.1", 50_000, 1, Protocol.TCP))
        .hasMessage("publish 192.0.2.1:50000/tcp: 192.0.2.1 is no address of this host");
  }

  private static ServerSocket listening(String address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    return server;
  }

  private void check(String address, int port, int count, Protocol protocol) {
    new HostPorts(kernel)
        .check(new Publication(IpAddress.parse(address), port, 1, count, protocol));
  }
}
