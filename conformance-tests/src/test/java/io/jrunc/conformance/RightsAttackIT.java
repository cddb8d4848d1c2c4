package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rights that a container was never given. */
@Conformance
class RightsAttackIT {

  private static final String NONE = "0000000000000000";

  @Test
  @Cve("CVE-2022-29162")
  void theInheritableCapabilitiesAreEmptyUnlessAskedFor(Sandbox sandbox) {
    Map<String, String> status = Host.status(sandbox.container(Config::sleeping).launch().pid());
    assertThat(status).containsEntry("CapInh", NONE);
    assertThat(status).containsEntry("CapAmb", NONE);
    assertThat(status.get("CapPrm")).isNotEqualTo(NONE);
  }

  /** Inheritable capabilities of a file count only together with those of who executes it. */
  @Test
  @Cve("CVE-2022-29162")
  void aUserGetsNothingFromTheInheritableCapabilitiesOfAFile(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c -> c.args("/opt/cat", "/proc/self/status").set("/process/user/uid", 1000));
    Path file = container.bundle().addProgram(Path.of("/bin/busybox"), "opt/cat");
    sandbox.program(sandbox.tool("attack"), "filecaps", file.toString()).execute().succeeds();
    Map<String, String> status = Host.parseStatus(container.output());
    assertThat(status).containsEntry("CapPrm", NONE);
    assertThat(status).containsEntry("CapEff", NONE);
  }

  static Stream<Named<Consumer<Config>>> deviceLists() {
    return Stream.of(
        Named.of("no resources", c -> c.remove("/linux/resources")),
        Named.of("no list", c -> c.set("/linux/resources", Map.of())),
        Named.of("an empty list", c -> c.set("/linux/resources/devices", List.of())),
        Named.of(
            "one that is allowed",
            c ->
                c.set(
                    "/linux/resources/devices",
                    List.of(
                        Map.of(
                            "allow", true, "type", "c", "major", 1, "minor", 3, "access",
                            "rwm")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deviceLists")
  @Requires(Need.CGROUP_V1)
  @Cve("GHSA-g54h-m393-cpwq")
  void aDeviceThatNobodyAllowedCannotBeOpened(Consumer<Config> edits, Sandbox sandbox) {
    Container container =
        sandbox.container(
            c -> {
              c.sh(
                  "mknod /tmp/kmsg c 1 11; (: < /tmp/kmsg) && echo opened; (: < /dev/null) && echo"
                      + " ran");
              edits.accept(c);
            });
    assertThat(container.run().stdout()).isEqualTo("ran\n");
  }
}
