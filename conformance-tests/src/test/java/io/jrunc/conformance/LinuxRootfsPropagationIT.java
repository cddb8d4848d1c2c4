package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * config-linux.md#rootfs-mount-propagation, on a host whose own root is shared, as with systemd.
 */
@Conformance
class LinuxRootfsPropagationIT {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "shared, .*shared:[0-9]+.*",
    "rshared, .*shared:[0-9]+.*",
    "slave, master:[0-9]+",
    "rslave, master:[0-9]+",
    "private, ''",
    "rprivate, ''",
    "unbindable, unbindable",
    "runbindable, unbindable",
  })
  @SpecRule("config-linux.md#rootfs-mount-propagation: propagation of the container's root")
  void theRootHasTheGivenPropagation(String given, String shown, Sandbox sandbox) {
    assertThat(propagationOfRoot(sandbox, given)).matches(shown);
  }

  @Test
  @SpecRule("config-linux.md#rootfs-mount-propagation: an unknown word must be an error")
  void anUnknownPropagationIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.set("/linux/rootfsPropagation", "bogus"));
    container.createFailsAndLeavesNothing();
  }

  private static String propagationOfRoot(Sandbox sandbox, String given) {
    Container container =
        sandbox.container(
            config ->
                config.args("cat", "/proc/self/mountinfo").set("/linux/rootfsPropagation", given));
    String mounts =
        container
            .making("run")
            .through(
                "unshare", "--mount", "sh", "-c", "mount --make-rshared / && exec \"$@\"", "sh")
            .execute()
            .succeeds()
            .stdout();
    MountEntry root =
        MountEntry.parse(mounts).stream()
            .filter(m -> m.path().equals("/"))
            .findFirst()
            .orElseThrow();
    return String.join(" ", root.propagation());
  }
}
