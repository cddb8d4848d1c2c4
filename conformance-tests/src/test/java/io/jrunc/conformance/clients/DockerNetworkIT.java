package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks of Docker: its hook gives a container its devices between create and start. */
@Clients
class DockerNetworkIT {
  private static final String ECHO =
      """
      use IO::Socket::INET;
      my $socket = IO::Socket::INET->new(Proto => "udp", LocalPort => 9) or die;
      while ($socket->recv(my $message, 99)) { $socket->send("heard $message"); }
      """;

  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);

  @Test
  void aPortIsPublishedForTcpAndUdp() {
    Path script = HostFiles.write(DockerShell.newFolder().resolve("echo.pl"), ECHO);
    String server =
        dockerd.start(
            List.of(
                "--publish=127.0.0.1:8080:80",
                "--publish=127.0.0.1:9009:9/udp",
                "--volume=/usr:/usr:ro",
                "--volume=/usr/lib:/lib:ro",
                "--volume=/usr/lib64:/lib64:ro",
                "--volume=" + script + ":/echo.pl"),
            "sh",
            "-c",
            "echo page >/tmp/index.html; httpd -h /tmp; exec perl /echo.pl");
    try {
      assertThat(dockerd.docker("port", server).succeeds().stdout().lines())
          .containsExactlyInAnyOrder("80/tcp -> 127.0.0.1:8080", "9/udp -> 127.0.0.1:9009");
      Await.until(
          "an answer by TCP",
          () ->
              machine(
                      "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
                  .contains("page\n"));
      Await.until(
          "an answer by UDP",
          () ->
              machine("exec 3<>/dev/udp/127.0.0.1/9009; echo word >&3; timeout 1 head -n 1 <&3")
                  .equals("heard word\n"));
      dockerd
          .run(List.of("--publish=127.0.0.1:8080:81"), "true")
          .exits(125)
          .failsSaying("port is already allocated");
    } finally {
      dockerd.remove(server);
    }
    assertThat(machine("exec 3<>/dev/tcp/127.0.0.1/8080 && echo connected")).isEmpty();
  }

  @Test
  void containersOfANetworkReachEachOtherByNameAlsoThoseThatAreConnectedLater() {
    dockerd.docker("network", "create", "by-name").succeeds();
    String server =
        dockerd.start(
            List.of("--network=by-name", "--network-alias=www"),
            "sh",
            "-c",
            "echo page >/tmp/index.html; exec httpd -f -h /tmp");
    String client = dockerd.start(List.of(), "sleep", "1000");
    try {
      for (String name : List.of(server, "www")) {
        assertThat(
                shell.run(
                    List.of("--network=by-name"),
                    "until wget -q -O - http://" + name + "/ 2>/dev/null; do usleep 1000; done"))
            .isEqualTo("page\n");
      }
      dockerd.docker("exec", client, "wget", "-q", "-O", "-", "http://www/").fails();
      dockerd.docker("network", "connect", "--alias", "late", "by-name", client).succeeds();
      assertThat(shell.exec(client, "wget -q -O - http://www/; ls /sys/class/net"))
          .isEqualTo("page\neth0\neth1\nlo\n");
      assertThat(shell.exec(server, "ping -c 1 -W 5 late")).contains("1 packets received");
      dockerd.docker("network", "disconnect", "by-name", client).succeeds();
      assertThat(shell.exec(client, "ls /sys/class/net")).isEqualTo("eth0\nlo\n");
    } finally {
      dockerd.remove(client);
      dockerd.remove(server);
      dockerd.docker("network", "rm", "by-name").succeeds();
    }
  }

  @Test
  void withoutANetworkThereIsNothingButTheLoopback() {
    assertThat(
            shell.run(List.of("--network=none"), "ls /sys/class/net; ip -o addr show up | wc -l"))
        .isEqualTo("lo\n1\n");
  }

  @Test
  void anAddressCanBeAskedForAndIsThereAgainAfterARestart() {
    dockerd.docker("network", "create", "--subnet=10.77.0.0/24", "by-number").succeeds();
    String container =
        dockerd.start(
            List.of("--network=by-number", "--ip=10.77.0.99", "--mac-address=02:42:00:00:00:09"),
            "sleep",
            "1000");
    try {
      String address =
          "ip -o -4 addr show eth0 | grep -o 'inet [0-9.]*'; cat /sys/class/net/eth0/address";
      String expected = "inet 10.77.0.99\n02:42:00:00:00:09\n";
      assertThat(shell.exec(container, address)).isEqualTo(expected);
      dockerd.docker("restart", "--time", "0", container).succeeds();
      assertThat(shell.exec(container, address)).isEqualTo(expected);
    } finally {
      dockerd.remove(container);
      dockerd.docker("network", "rm", "by-number").succeeds();
    }
  }

  /** What a script prints in the machine. */
  private static String machine(String script) {
    return Call.of("bash", "-c", script).run().stdout();
  }
}
