package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs root. */
final class NamespaceReaderIT {
  private final NamespaceReader reader =
      new NamespaceReader(JnaKernel.forOneCommand(), ProcFiles.HOST);

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
  }

  @Test
  void whatBelongsToTheUserNamespaceToJoinIsToldFromTheRest() throws Exception {
    Process other = inNewNamespaces("--user", "--net");
    Process ours = inNewNamespaces("--uts");
    try {
      String user = "/proc/" + other.pid() + "/ns/user";
      String network = "/proc/" + other.pid() + "/ns/net";
      String uts = "/proc/" + ours.pid() + "/ns/uts";

      assertThat(
              reader.read(
                  List.of(
                      new Namespace(NamespaceType.NETWORK, network),
                      new Namespace(NamespaceType.USER, user),
                      new Namespace(NamespaceType.UTS, uts))))
          .isEqualTo(
              Map.of(
                  network,
                  NamespaceKind.OF_JOINED_USER,
                  user,
                  NamespaceKind.OTHER,
                  uts,
                  NamespaceKind.OTHER));
    } finally {
      end(other);
      end(ours);
    }
  }

  /** Runs cat, which says by its answer that it is there. */
  private static Process inNewNamespaces(String... kinds) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("unshare");
    builder.command().addAll(List.of(kinds));
    builder.command().addAll(List.of("--", "cat"));
    Process process = builder.start();
    process.getOutputStream().write('x');
    process.getOutputStream().flush();
    assertThat(process.getInputStream().read()).isEqualTo('x');
    return process;
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }
}
