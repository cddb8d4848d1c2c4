package io.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.box.BoxRequest;
import io.jrunc.box.BoxRequest.Limits;
import io.jrunc.box.BoxRequest.Mode;
import io.jrunc.box.BoxRequest.Terminal;
import io.jrunc.box.BoxRequest.Volume;
import io.jrunc.host.CallingProcess;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.spec.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxOptionsTest {
  private static final Limits NO_LIMITS =
      new Limits(Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void nothingMeansAShellWithDefaults() {
    assertThat(parse())
        .isEqualTo(
            new BoxRequest(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Terminal.AUTOMATIC,
                Mode.FOREGROUND,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                NO_LIMITS,
                Optional.empty()));
  }

  @Test
  void everyOptionHasItsPlace() {
    BoxRequest request =
        parse(
            "--name=web1",
            "-d",
            "--tty=false",
            "-e",
            "A=1",
            "--env=B",
            "-u",
            "5:6",
            "-w",
            "/tmp",
            "-v",
            "data:/d",
            "--volume",
            "/x:/y/../z/:ro",
            "--rootfs",
            "/r",
            "--read-only",
            "--hostname",
            "h",
            "--memory",
            "512m",
            "--cpus",
            "0.5",
            "--pids-limit=7",
            "ls",
            "-l");
    assertThat(request)
        .isEqualTo(
            new BoxRequest(
                Optional.of("web1"),
                List.of("ls", "-l"),
                Optional.of(Path.of("/r")),
                true,
                Terminal.NO,
                Mode.DETACHED,
                List.of("A=1", "B"),
                Optional.of(new User(5, 6, null, List.of())),
                Optional.of("/tmp"),
                List.of(
                    new Volume("data:/d", Path.of("data").toAbsolutePath(), "/d", false),
                    new Volume("/x:/y/../z/:ro", Path.of("/x"), "/z", true)),
                Optional.of("h"),
                new Limits(Optional.of(512L << 20), Optional.of(50_000L), Optional.of(7L)),
                Optional.empty()));
  }

  @Test
  void optionsOfTheNetworkAreItsAnnotations() {
    assertThat(network("--network", "none").mode()).isEqualTo(NetworkMode.NONE);
    assertThat(network("--network=container:web1").container()).contains("web1");
    assertThat(network("-p", "8080:80").mode()).isEqualTo(NetworkMode.AUTO);
    NetworkRequest all =
        network(
            "--network",
            "veth",
            "--publish",
            "8080:80",
            "-p",
            "53:53/udp",
            "--ip",
            "10.1.0.5",
            "--ip",
            "fd00:1::5",
            "--subnet",
            "10.1.0.0/24,fd00:1::/64",
            "--ipv6",
            "--mtu",
            "1400",
            "--dns",
            "9.9.9.9",
            "--dns=1.1.1.1");
    assertThat(NetworkAnnotations.write(all))
        .containsEntry("io.jrunc.net.mode", "veth")
        .containsEntry("io.jrunc.net.publish", "8080:80,53:53/udp")
        .containsEntry("io.jrunc.net.ip", "10.1.0.5,fd00:1::5")
        .containsEntry("io.jrunc.net.subnet", "10.1.0.0/24,fd00:1::/64")
        .containsEntry("io.jrunc.net.ipv6", "true")
        .containsEntry("io.jrunc.net.mtu", "1400")
        .containsEntry("io.jrunc.net.dns", "9.9.9.9,1.1.1.1");
  }

  private static NetworkRequest network(String... words) {
    return parse(words).network().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--network=bridge; --network: \"bridge\" is not none, veth, host, container:ID, pasta,"
            + " slirp4netns or auto",
        "--publish=8080; --publish: \"8080\" is not [IP:]HOST:CONTAINER[/tcp|udp]",
        "-p=80:80 -p=80:81; --publish: \"80:81\" takes a port of the host that 80:80 has taken",
        "--network=host -p=80:80; --publish: has no meaning in mode host",
        "--ip=172.22.0.5; --ip: has no meaning without --network",
        "--ipv6; --ipv6: has no meaning without --network",
        "--network=veth --mtu=9; --mtu: \"9\" is not in 68 to 65535",
        "--network=veth --dns=x; --dns: \"x\" is no address",
        "--network=veth --subnet=10.0.0.1/8; --subnet: \"10.0.0.1/8\" has bits after its prefix,"
            + " use 10.0.0.0/8",
      })
  void whatANetworkCannotBeIsToldByTheOption(String words, String message) {
    assertThatThrownBy(() -> parse(words.split(" ", -1)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void optionsAfterTheCommandAreTheCommands() {
    assertThat(parse("-t", "env", "--name", "x").command()).containsExactly("env", "--name", "x");
    assertThat(parse("--", "-x", "--", "y").command()).containsExactly("-x", "--", "y");
    assertThat(parse("-it", "sh", "-t").command()).containsExactly("sh", "-t");
    assertThat(parse("-it", "sh", "-t").terminal()).isEqualTo(Terminal.YES);
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "1b, 1",
    "3k, 3072",
    "512M, 536870912",
    "2g, 2147483648",
    "1T, 1099511627776",
  })
  void sizesHaveUnits(String text, long bytes) {
    assertThat(parse("--memory", text).limits().memory()).contains(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1, 100000", "0.5, 50000", ".25, 25000", "1.50000, 150000", "2., 200000"})
  void processorsCanBeParts(String text, long micros) {
    assertThat(parse("--cpus", text).limits().cpuMicros()).contains(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "--memory, 2x, is not a size such as 512m or 2g",
    "--memory, '', is not a size such as 512m or 2g",
    "--memory, m, is not a size such as 512m or 2g",
    "--memory, 0, is not a size such as 512m or 2g",
    "--memory, -1, is not a size such as 512m or 2g",
    "--memory, 9999999999g, is not a size such as 512m or 2g",
    "--cpus, much, 'is not a number of processors such as 0.5, at least 0.01'",
    "--cpus, 0, 'is not a number of processors such as 0.5, at least 0.01'",
    "--cpus, 0.009, 'is not a number of processors such as 0.5, at least 0.01'",
    "--cpus, 1.2.3, 'is not a number of processors such as 0.5, at least 0.01'",
    "--cpus, ., 'is not a number of processors such as 0.5, at least 0.01'",
    "--pids-limit, 0, is not a number above 0",
    "--pids-limit, ten, is not a number above 0",
    "--user, root, 'is not UID or UID:GID, in digits'",
    "--user, 1:, 'is not UID or UID:GID, in digits'",
    "--user, 4294967295, 'is not UID or UID:GID, in digits'",
    "--workdir, tmp, is not an absolute path",
    "--env, =x, is neither NAME=value nor NAME",
    "--env, '', is neither NAME=value nor NAME",
    "--hostname, '', does not have 1 to 64 characters",
    "--volume, /x, 'is not SRC:DST, SRC:DST:ro or SRC:DST:rw'",
    "--volume, :/x, 'is not SRC:DST, SRC:DST:ro or SRC:DST:rw'",
    "--volume, /x:/y:rx, 'is not SRC:DST, SRC:DST:ro or SRC:DST:rw'",
    "--volume, /x:y, must have an absolute path below / after the first colon",
    "--volume, /x:/.., must have an absolute path below / after the first colon",
  })
  void aValueWithoutMeaningIsRefusedByItsOption(String option, String value, String problem) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(UsageException.class)
        .hasMessage(option + ": \"" + value + "\" " + problem);
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThatThrownBy(() -> parse("--memroy", "1g", "ls"))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown option: '--memroy' (see jrunc help box)");
  }

  private static BoxRequest parse(String... words) {
    List<String> line = new ArrayList<>(List.of("box"));
    line.addAll(List.of(words));
    return BoxOptions.request(Invocation.of(line, CallingProcess.self(Map.of())).arguments());
  }
}
