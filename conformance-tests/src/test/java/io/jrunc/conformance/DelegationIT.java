package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Session;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** config-linux.md#cgroup-ownership, and groups of version 2 that were given to ordinary users. */
@Conformance
@Requires(Need.CGROUP_V2)
class DelegationIT {
  private static final int FIRST_HOST_ID = 300_000;
  private static final int USER = 1000;
  private static final List<String> GIVEN =
      List.of(".", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads");
  private static final long LIMIT = 64 << 20;

  @AfterEach
  void removeGroups(Session session) {
    Cgroups.groupsNamed(session.prefix() + "-users").forEach(Cgroups::remove);
  }

  @Test
  @SpecRule("config-linux.md#cgroup-ownership: the host uid of the program's user owns the cgroup")
  void aGroupThatTheContainerMayWriteBelongsToTheUserOfItsProgram(Sandbox sandbox)
      throws IOException {
    Container container = sandbox.container(config -> writable(config, "rw")).launch();
    Path group = group(container);
    for (String file : GIVEN) {
      assertThat(owner(group.resolve(file))).as(file).isEqualTo(FIRST_HOST_ID + USER);
    }
    assertThat(owner(group.resolve("memory.max"))).isZero();
    assertThat(owner(group.resolve("cgroup.freeze"))).isZero();
    container.exec("mkdir", "/sys/fs/cgroup/below").succeeds();
    assertThat(owner(group)).isEqualTo(FIRST_HOST_ID + USER);
  }

  @Test
  @SpecRule("config-linux.md#cgroup-ownership: not where the cgroup is mounted read-only")
  void aGroupThatTheContainerMayNotWriteStaysRoots(Sandbox sandbox) throws IOException {
    Container container = sandbox.container(config -> writable(config, "ro"));
    container.create().succeeds();
    assertThat(owner(group(container))).isZero();
  }

  @Test
  @SpecRule("config-linux.md#cgroup-ownership: not without a new cgroup namespace")
  void aGroupOfAContainerWithoutACgroupNamespaceStaysRoots(Sandbox sandbox) throws IOException {
    Container container =
        sandbox.container(config -> writable(config, "rw").withoutNamespace("cgroup"));
    container.create().succeeds();
    assertThat(owner(group(container))).isZero();
  }

  @Test
  @OnlyFor("jrunc")
  void anOrdinaryUsersLimitsAreKeptBelowTheGroupThatWasGivenToHim(Sandbox sandbox, Session session)
      throws IOException {
    Path given = give(usersGroup(session));
    Sandbox user = sandbox.as(sandbox.user().in(give(given.resolve("own"))));
    Container container =
        user.container(c -> c.sleeping().set("/linux/resources/memory/limit", LIMIT));
    container.launch();
    Path group = given.resolve(container.id());
    assertThat(group(container)).isEqualTo(group);
    assertThat(HostFiles.read(group.resolve("memory.max")).strip()).isEqualTo("" + LIMIT);
    container.delete("--force").succeeds();
    assertThat(group).doesNotExist();

    Container relative =
        user.container(
            c ->
                c.sleeping()
                    .set("/linux/cgroupsPath", session.prefix() + "/deep")
                    .set("/linux/resources/pids/limit", 50));
    relative.create().succeeds();
    Path deep = given.resolve(session.prefix()).resolve("deep");
    assertThat(group(relative)).isEqualTo(deep);
    assertThat(HostFiles.read(deep.resolve("pids.max")).strip()).isEqualTo("50");
    relative.delete("--force").succeeds();
  }

  @Test
  @OnlyFor("jrunc")
  void aControllerThatIsNotDelegatedIsNamedWithTheFileThatDelegatesIt(
      Sandbox sandbox, Session session) throws IOException {
    Path slice = usersGroup(session);
    HostFiles.write(slice.resolve("cgroup.subtree_control"), "+pids");
    Path given = give(Files.createDirectory(slice.resolve("given")));
    Sandbox user = sandbox.as(sandbox.user().in(give(given.resolve("own"))));
    user.container(c -> c.set("/linux/resources/memory/limit", LIMIT))
        .createFailsAndLeavesNothing()
        .failsSaying(
            "/linux/resources/memory/limit: ",
            slice + "/cgroup.subtree_control: +memory: permission denied",
            "[Service]",
            "Delegate=cpu cpuset io memory pids",
            "/etc/systemd/system/user@.service.d/delegate.conf");
    Container limited = user.container(c -> c.sleeping().set("/linux/resources/pids/limit", 50));
    limited.create().succeeds();
    assertThat(HostFiles.read(group(limited).resolve("pids.max")).strip()).isEqualTo("50");
    limited.delete("--force").succeeds();
  }

  @Test
  @OnlyFor("jrunc")
  void aGroupWithProcessesHasNoLimitsBelowIt(Sandbox sandbox, Session session) throws IOException {
    Path given = give(usersGroup(session));
    Sandbox user = sandbox.as(sandbox.user().in(given));
    user.container(c -> c.set("/linux/resources/memory/limit", LIMIT))
        .createFailsAndLeavesNothing()
        .failsSaying(
            "/linux/resources/memory/limit: ",
            given + "/cgroup.subtree_control: +memory: device or resource busy",
            "systemd-run --user --scope");
    Container unlimited = user.container(Config::sleeping);
    unlimited.create().succeeds();
    assertThat(group(unlimited)).isEqualTo(given.resolve(unlimited.id()));
    unlimited.delete("--force").succeeds();
  }

  private static Config writable(Config config, String access) {
    return config
        .sleeping()
        .userNamespace(FIRST_HOST_ID)
        .namespace("cgroup")
        .set("/process/user/uid", USER)
        .mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "nodev", "noexec", access);
  }

  private static Path usersGroup(Session session) throws IOException {
    Path root = Cgroups.hierarchy("memory").orElseThrow();
    return Files.createDirectory(root.resolve(session.prefix() + "-users"));
  }

  /** Does what systemd does for Delegate=yes. */
  private static Path give(Path group) throws IOException {
    Files.createDirectories(group);
    for (String file : GIVEN) {
      Files.setAttribute(group.resolve(file), "unix:uid", OrdinaryUser.UID);
    }
    return group;
  }

  private static Path group(Container container) {
    return Cgroups.groupOf(container.pid(), "memory");
  }

  private static int owner(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }
}
