package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What an ordinary user could win, or lose, by containers of his own. */
@Conformance
@Requires({Need.USER_NAMESPACES, Need.UIDMAP})
class RootlessAttackIT {

  /** A file can deny a right to a group that all others have. */
  @Test
  @Cve("CVE-2014-8989")
  void anOrdinaryUserCannotLeaveHisGroups(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Path secret = HostFiles.write(user.newFolder().resolve("secret"), "shown\n");
    sandbox
        .program("chown", "0:" + OrdinaryUser.SECOND_GID, secret.toString())
        .execute()
        .succeeds();
    HostFiles.mode(secret, "0604"); // for all but the members of the second group
    Container container =
        user.container(
            c ->
                c.sh(
                        "cat /proc/self/setgroups; attack setgroups; cat /secret 2>/dev/null ||"
                            + " echo denied")
                    .bind("/secret", secret, "bind"));
    container.bundle().addProgram(Path.of(sandbox.tool("attack")), "bin/attack");
    assertThat(container.output()).isEqualTo("deny\nrefused\ndenied\n");
  }

  /** Of what the host lets an ordinary user write in its groups, a container may write nothing. */
  @Test
  @Requires(Need.CGROUP_V1)
  @Cve("CVE-2023-25809")
  void aContainerOfAnOrdinaryUserCannotWriteTheGroupsOfTheHost(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Path group = Cgroups.hierarchy("pids").orElseThrow().resolve(sandbox.newId());
    HostFiles.folder(group);
    user.user().own(group);
    try {
      Container container =
          user.container(
              c ->
                  c.sh(
                          "mkdir "
                              + group
                              + "/made 2>/dev/null && echo made; [ -e /sys/kernel ] && echo ran")
                      .withoutMount("/sys")
                      .withoutNamespace("network")
                      .bind("/sys", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro"));
      assertThat(container.output()).isEqualTo("ran\n");
      assertThat(group.resolve("made")).doesNotExist();
    } finally {
      Cgroups.remove(group);
    }
  }
}
