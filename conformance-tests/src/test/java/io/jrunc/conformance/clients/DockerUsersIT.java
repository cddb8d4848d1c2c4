package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a program is: {@code --user}, {@code --group-add}, capabilities. */
@Clients
class DockerUsersIT {
  private static final String DEFAULT = "00000000a80425fb";
  private static final String NONE = "0000000000000000";

  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1000, '1000 1000 1000 2000 /home'",
    "user:more, '1000 2000 2000 /home'",
    "0:2000, '0 2000 2000 /root'",
    "4242, '4242 0 0 /'",
    ":more, '0 2000 2000 /root'",
  })
  void aUserIsANumberOrANameAndHasHisGroupsAndHome(String user, String ids) {
    assertThat(shell.run(List.of("--user", user), "echo $(id -u; id -g; id -G) $HOME"))
        .isEqualTo(ids + "\n");
  }

  @AlsoToday
  @Test
  void groupsAreAddedByNumberAndName() {
    assertThat(
            shell.run(
                List.of("--user=user", "--group-add=3000", "--group-add=more", "--group-add=0"),
                "echo $(id -G | tr ' ' '\\n' | sort -nu); grep -E 'Cap(Eff|Bnd)' /proc/self/status"))
        .isEqualTo("0 1000 2000 3000\nCapEff:\t" + NONE + "\nCapBnd:\t" + DEFAULT + "\n");
  }

  @Test
  void anUnknownUserIsAnError() {
    dockerd.run(List.of("--user", "nosuch"), "true").exits(125).failsSaying("nosuch");
  }

  @Test
  void theWorkingFolderMayBeOneThatTheUserCannotEnter() {
    List<String> options = List.of("--user=1000", "--tmpfs=/closed:mode=0700", "--workdir=/closed");
    assertThat(shell.run(options, "pwd")).isEqualTo("/closed\n");
  }

  @AlsoToday
  @ParameterizedTest(name = "drop {0}, add {1}")
  @CsvSource({
    "'', '', 00000000a80425fb",
    "ALL, '', 0000000000000000",
    "ALL, 'NET_RAW CAP_CHOWN', 0000000000002001",
    "'MKNOD', 'SYS_ADMIN SYS_TIME', 00000000a22425fb",
  })
  void capabilitiesAreDroppedAndAdded(String drop, String add, String mask) {
    assertThat(capabilities(drop, add))
        .isEqualTo(
            ("CapInh:\t" + NONE + "\n")
                + ("CapPrm:\t" + mask + "\nCapEff:\t" + mask + "\nCapBnd:\t" + mask + "\n")
                + ("CapAmb:\t" + NONE + "\n"));
  }

  @Test
  void allCapabilitiesButOneCanBeAdded() {
    assertThat(capabilities("SYS_RESOURCE", "ALL")).contains("CapEff:\t0000003ffeffffff\n");
  }

  private String capabilities(String drop, String add) {
    List<String> options = new ArrayList<>();
    for (String name : drop.split(" ", -1)) {
      if (!name.isEmpty()) {
        options.add("--cap-drop=" + name);
      }
    }
    for (String name : add.split(" ", -1)) {
      if (!name.isEmpty()) {
        options.add("--cap-add=" + name);
      }
    }
    return shell.run(options, "grep Cap /proc/self/status");
  }
}
