package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
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
}
