package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers of a user without any right, who is root inside of them. */
@Conformance
@Requires({Need.USER_NAMESPACES, Need.UIDMAP})
class RootlessIT {

  @Test
  void theUserOfTheKitIsAnOrdinaryOne(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    String status = user.program("cat", "/proc/self/status").execute().succeeds().stdout();
    Map<String, String> fields = Host.parseStatus(status);
    assertThat(fields.get("Uid")).isEqualTo("54321\t54321\t54321\t54321");
    assertThat(fields.get("Groups")).isEqualTo("54322 54323");
    assertThat(fields.get("CapEff")).isEqualTo("0000000000000000");
    assertThat(user.program("id", "-un").execute().stdout()).isEqualTo(OrdinaryUser.NAME + "\n");
    assertThat(sandbox.program("id", "-un").execute().stdout()).isEqualTo("root\n");
  }

  @Test
  void theUserIsRootInTheContainer(Sandbox sandbox) {
    Container container = sandbox.asUser().container(config -> config.sh("id -u; id -g"));
    assertThat(container.output()).isEqualTo("0\n0\n");
  }

  @Test
  void severalRangesAreMappedByNewuidmapAndNewgidmap(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                config ->
                    config.subordinateIds().sh("cat /proc/self/uid_map; cat /proc/self/gid_map"));
    assertThat(container.output().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly("0 54321 1", "1 700000 65536", "0 54322 1", "1 700000 65536");
  }
}
