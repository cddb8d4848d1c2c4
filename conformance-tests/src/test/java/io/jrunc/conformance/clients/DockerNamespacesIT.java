package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Namespaces that are the container's, another's or the machine's, and what is set in them. */
@Clients
class DockerNamespacesIT {
  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);

  @Test
  void namespacesOfAnotherContainerAreJoined() {
    String other = dockerd.start(List.of("--ipc=shareable", "--hostname=other"), "sleep", "1000");
    try {
      shell.exec(other, "echo shared >/dev/shm/x");
      String ofOther = "container:" + other;
      assertThat(
              shell.run(
                  List.of("--ipc=" + ofOther, "--pid=" + ofOther, "--network=" + ofOther),
                  "cat /dev/shm/x; cat /proc/1/comm; hostname"))
          .isEqualTo("shared\nsleep\nother\n");
      dockerd.docker("stop", "--time", "0", other).succeeds();
      dockerd.run(List.of("--pid=" + ofOther), "true").exits(125).failsSaying("not running");
    } finally {
      dockerd.remove(other);
    }
  }

  @Test
  void namespacesOfTheMachineAreLeftAlone() {
    assertThat(
            shell.run(
                List.of(
                    "--ipc=host", "--pid=host", "--network=host", "--uts=host", "--cgroupns=host"),
                "for n in ipc pid net uts cgroup; do readlink /proc/self/ns/$n; done"))
        .isEqualTo(
            List.of("ipc", "pid", "net", "uts", "cgroup").stream()
                .map(type -> Host.namespace("self", type) + "\n")
                .collect(Collectors.joining()));
  }

  @Test
  void aCgroupNamespaceBeginsAtTheContainersGroup() {
    assertThat(shell.run(List.of("--cgroupns=private"), "grep :pids: /proc/self/cgroup"))
        .endsWith(":pids:/\n");
    assertThat(
            shell.run(
                List.of("--cgroupns=host", "--cgroup-parent=/docker/a/b"),
                "grep -cE ':(pids|memory|cpu|devices|freezer):/docker/a/b/[0-9a-f]{64}' /proc/self/cgroup"))
        .isEqualTo("5\n");
  }

  @Test
  void kernelParametersOfOwnNamespacesAreSet() {
    assertThat(
            shell.run(
                List.of(
                    "--sysctl=kernel.msgmax=4096",
                    "--sysctl=net.ipv4.ip_forward=0",
                    "--sysctl=fs.mqueue.msg_max=20"),
                "cd /proc/sys; cat kernel/msgmax net/ipv4/ip_forward fs/mqueue/msg_max"))
        .isEqualTo("4096\n0\n20\n");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--sysctl=net.ipv4.nosuch=1, --init=false, net, no such file or directory",
    "--sysctl=net.ipv4.ip_forward=x, --init=false, net, invalid argument",
    "--sysctl=kernel.msgmax=4096, --ipc=host, kernel.msgmax, ipc namespace",
  })
  void kernelParametersThatCannotBeSetAreRefused(
      String sysctl, String more, String name, String why) {
    assertThat(dockerd.run(List.of(sysctl, more), "true").failsSaying(name).stderr())
        .matches("(?s).*(" + why + "|" + "hosts ipc namespace" + ").*");
  }

  @Test
  void theMachinesNamesAreAsGiven() {
    assertThat(
            shell.run(
                List.of(
                    "--hostname=näme",
                    "--domainname=d.example",
                    "--add-host=extra:10.1.2.3",
                    "--dns=10.9.8.7",
                    "--dns-search=x.example",
                    "--dns-option=ndots:3"),
                "hostname; cat /proc/sys/kernel/domainname /etc/hostname; grep extra /etc/hosts;"
                    + " grep -v '^#' /etc/resolv.conf | grep . | sort"))
        .isEqualTo(
            """
            näme
            d.example
            näme
            10.1.2.3\textra
            nameserver 10.9.8.7
            options ndots:3
            search x.example
            """);
  }

  @Test
  void wordsAndVariablesMayBeAnyTextAndMany() {
    Path folder = DockerShell.newFolder();
    Path variables =
        HostFiles.write(
            folder.resolve("variables"),
            IntStream.range(0, 5000)
                .mapToObj(i -> "V" + i + "=value " + i + "\n")
                .collect(Collectors.joining()));
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--env-file=" + variables));
    line.addAll(List.of("-e", "É=ü€😀", "-e", "NL=a\nb", "-e", "EMPTY=", "-e", "Q=\"'\\$X"));
    line.addAll(List.of("-e", "LONG=" + "x".repeat(100_000), Dockerd.IMAGE));
    line.addAll(
        List.of(
            "sh",
            "-c",
            "env | grep -c ^V; echo \"$V4999|$NL|${EMPTY-unset}|$Q|${#LONG}|$1|$2|$3|$#\";"
                + " tr '\\0' '\\n' </proc/1/environ | grep ^É="));
    line.addAll(List.of("sh", "a\tb 'c\" *", "", "é😀\u0001"));
    line.addAll(Collections.nCopies(3000, "a word"));
    assertThat(dockerd.docker(line.toArray(String[]::new)).succeeds().stdout())
        .isEqualTo("5000\nvalue 4999|a\nb||\"'\\$X|100000|a\tb 'c\" *||é😀\u0001|3003\nÉ=ü€😀\n");
  }
}
