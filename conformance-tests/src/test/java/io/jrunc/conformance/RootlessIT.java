package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.OrdinaryUser;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Containers of a user without any right, who is root inside of them. */
@Conformance
@Requires({Need.USER_NAMESPACES, Need.UIDMAP})
class RootlessIT {

  private static final int UID = OrdinaryUser.UID;
  private static final int GID = OrdinaryUser.GID;
  private static final String MAPS = "cat /proc/self/uid_map; cat /proc/self/gid_map";

  @Test
  void theUserOfTheKitIsAnOrdinaryOne(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    String status = user.program("cat", "/proc/self/status").execute().succeeds().stdout();
    Map<String, String> fields = Host.parseStatus(status);
    assertThat(fields.get("Uid"))
        .isEqualTo(String.join("\t", List.of("" + UID, "" + UID, "" + UID, "" + UID)));
    assertThat(fields.get("Groups")).isEqualTo(GID + " " + OrdinaryUser.SECOND_GID);
    assertThat(fields.get("CapEff")).isEqualTo("0000000000000000");
    assertThat(user.program("id", "-un").execute().stdout()).isEqualTo(OrdinaryUser.NAME + "\n");
    assertThat(sandbox.program("id", "-un").execute().stdout()).isEqualTo("root\n");
  }

  @AlsoOnV2
  @Test
  void whatSpecWritesForRootlessRunsUnchanged(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container = user.container(config -> {});
    HostFiles.delete(container.bundle().configFile());
    user.runtime()
        .command("spec", "--rootless")
        .in(container.bundle().folder())
        .execute()
        .succeeds();
    Console console = Console.open(user);
    container.create("--console-socket", console.socket()).succeeds();
    container.start().succeeds();
    console.type("id -u; cat /proc/self/uid_map | tr -s ' '; ls -d /sys/kernel; exit\n");
    assertThat(console.awaitEnd())
        .contains("\r\n0\r\n", "0 " + UID + " 1\r\n", "\r\n/sys/kernel\r\n");
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void theUserIsRootInTheContainer(Sandbox sandbox) {
    assertThat(output(sandbox, config -> config.sh("id -u; id -g"))).isEqualTo("0\n0\n");
  }

  @Test
  @SpecRule("runtime.md#lifecycle: every operation, without a right")
  void aContainerLivesAndDiesAsThatOfRootDoes(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container = user.container(Config::sleeping);
    container.create().succeeds();
    assertThat(container.status()).isEqualTo("created");
    assertThat(container.state().path("pid").asLong()).isPositive();
    container.start().succeeds();
    container.awaitStatus("running");
    assertThat(user.runtime().command("list", "-q").execute().succeeds().stdout())
        .contains(container.id());
    assertThat(Host.status(container.pid()).get("Uid")).startsWith(UID + "\t");
    container.delete().fails();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aRunningContainerIsDeletedByForce(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
    assertThat(Host.isRunning(container.pid())).isFalse();
  }

  @Test
  void theExitCodeOfTheProgramIsThatOfRun(Sandbox sandbox) {
    sandbox.asUser().container(config -> config.sh("exit 7")).run().exits(7);
  }

  @Test
  void whatIsMadeInTheContainerBelongsToTheUser(Sandbox sandbox) throws IOException {
    Container container = sandbox.asUser().container(config -> config.sh("touch /tmp/made"));
    container.output();
    assertThat(Files.getAttribute(container.bundle().rootfs().resolve("tmp/made"), "unix:uid"))
        .isEqualTo(UID);
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: several ranges, for an ordinary user too")
  void severalRangesAreMappedByNewuidmapAndNewgidmap(Sandbox sandbox) {
    assertThat(numbers(output(sandbox, config -> config.subordinateIds().sh(MAPS))))
        .containsExactly("0 " + UID + " 1", "1 700000 65536", "0 " + GID + " 1", "1 700000 65536");
  }

  @Test
  void aContainerMayHaveNothingButSubordinateIds(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                config ->
                    config
                        .sh("id -u; id -g; id -G; " + MAPS)
                        .set("/linux/uidMappings", List.of())
                        .set("/linux/gidMappings", List.of())
                        .map("/linux/uidMappings", 0, OrdinaryUser.FIRST_SUBORDINATE_ID, 1000)
                        .map("/linux/gidMappings", 0, OrdinaryUser.FIRST_SUBORDINATE_ID, 1000)
                        .set("/process/user", Map.of("uid", 5, "gid", 6)));
    assertThat(numbers(container.output()))
        .containsExactly("5", "6", "6", "0 700000 1000", "0 700000 1000");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: additionalGids, as far as they are mapped")
  void otherUsersAndGroupsCanBeHadFromSubordinateIds(Sandbox sandbox) {
    Map<String, Object> ids = Map.of("uid", 7, "gid", 8, "additionalGids", List.of(9, 10));
    Container container =
        sandbox.asUser().container(c -> c.subordinateIds().sleeping().set("/process/user", ids));
    Map<String, String> status = Host.status(container.launch().pid());
    assertThat(status.get("Uid")).startsWith("700006\t");
    assertThat(status.get("Gid")).startsWith("700007\t");
    assertThat(status).containsEntry("Groups", "700008 700009");
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void withoutNewuidmapSeveralRangesAreAnError(Sandbox sandbox) {
    Sandbox user = sandbox.as(sandbox.user().withoutPrograms());
    user.container(Config::subordinateIds).createFailsAndLeavesNothing();
  }

  @Test
  @OnlyFor("jrunc")
  void withoutNewuidmapTheErrorNamesTheFieldAndThePackage(Sandbox sandbox) {
    Sandbox user = sandbox.as(sandbox.user().withoutPrograms());
    user.container(Config::subordinateIds)
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/uidMappings: newuidmap is needed", "the package uidmap");
  }

  @Test
  void withoutNewuidmapOnesOwnIdIsMappedAllTheSame(Sandbox sandbox) {
    Sandbox user = sandbox.as(sandbox.user().withoutPrograms());
    assertThat(numbers(user.container(config -> config.sh(MAPS)).output()))
        .containsExactly("0 " + UID + " 1", "0 " + GID + " 1");
  }

  @Test
  void rangesThatAreNotTheUsersAreAnErrorInTheWordsOfNewuidmap(Sandbox sandbox) {
    Sandbox user = sandbox.as(sandbox.user().withoutSubordinateIds());
    user.container(Config::subordinateIds)
        .createFailsAndLeavesNothing()
        .failsSaying("idmap", "not allowed");
  }

  @Test
  @OnlyFor("jrunc")
  void rangesThatAreNotTheUsersAreAnErrorThatSaysWhatToAdd(Sandbox sandbox) {
    sandbox
        .as(sandbox.user().withoutSubordinateIds())
        .container(Config::subordinateIds)
        .createFailsAndLeavesNothing()
        .failsSaying(
            "/linux/uidMappings/1: /etc/subuid does not give the ids 700000 to 765535 to user"
                + " jrunc-ct; root can add the line jrunc-ct:700000:65536");
    sandbox
        .asUser()
        .container(c -> c.map("/linux/gidMappings", 1, 900_000, 10))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/gidMappings/1: /etc/subgid does not give the ids 900000 to 900009");
  }

  @Test
  void anotherUsersIdIsNotMapped(Sandbox sandbox) {
    sandbox
        .asUser()
        .container(c -> c.set("/linux/uidMappings", List.of()).map("/linux/uidMappings", 0, 0, 1))
        .createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("user_namespaces(7): without rights groups are given up before one is mapped")
  void groupsAreGivenUpExactlyWhereTheKernelDemandsIt(Sandbox sandbox) {
    String script = "cat /proc/self/setgroups";
    assertThat(output(sandbox, config -> config.sh(script))).isEqualTo("deny\n");
    assertThat(output(sandbox, config -> config.subordinateIds().sh(script))).isEqualTo("allow\n");
    assertThat(sandbox.container(c -> c.sh(script).userNamespace(200_000)).output())
        .isEqualTo("allow\n");
  }

  @Test
  void additionalGroupsWithoutRightsOverGroupsAreAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.set("/process/user/additionalGids", List.of(0)))
        .failsSaying("additional");
  }

  @Test
  void withoutAUserNamespaceAnOrdinaryUserIsRefused(Sandbox sandbox) {
    refused(
            sandbox,
            c ->
                c.withoutNamespace("user")
                    .remove("/linux/uidMappings")
                    .remove("/linux/gidMappings"))
        .failsSaying("user namespace");
  }

  @Test
  void sysfsWithTheNetworkOfTheHostIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.withoutNamespace("network")).failsSaying("sys");
  }

  @Test
  void aLimitThatCannotBeKeptIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.set("/linux/resources/memory/limit", 64 << 20)).failsSaying("cgroup");
    refused(sandbox, c -> c.set("/linux/resources/pids/limit", 100)).failsSaying("cgroup");
  }

  @AlsoOnV2
  @Test
  @OnlyFor("jrunc")
  void aLimitThatCannotBeKeptIsNamedWithItsFile(Sandbox sandbox) {
    refused(sandbox, c -> c.set("/linux/resources/pids/limit", 100))
        .failsSaying("/linux/resources/pids/limit: ", "/sys/fs/cgroup", "permission denied");
  }

  @Test
  @OnlyFor("jrunc")
  void cgroupsCanBeDemanded(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container = user.container(config -> {});
    Path bundle = container.bundle().folder();
    user.runtime()
        .command("--rootless", "false", "run", "-b", bundle.toString(), container.id())
        .execute()
        .failsSaying("cgroup", "permission denied");
    user.runtime()
        .command("--rootless", "true", "run", "-b", bundle.toString(), container.id())
        .execute()
        .succeeds();
  }

  @Test
  @SpecRule("config-linux.md#default-devices: they must be supplied to ordinary users as well")
  void theDefaultDevicesWork(Sandbox sandbox) {
    String script =
        "echo x > /dev/null && head -c 4 /dev/zero | wc -c && head -c 2 /dev/urandom | wc -c";
    assertThat(output(sandbox, config -> config.sh(script))).isEqualTo("4\n2\n");
  }

  @Test
  void aDeviceThatTheHostDoesNotHaveThereIsAnError(Sandbox sandbox) {
    Map<String, Object> device =
        Map.of("path", "/dev/jrunc-none", "type", "c", "major", 1, "minor", 3);
    refused(sandbox, c -> c.set("/linux/devices", List.of(device))).failsSaying("/dev/jrunc-none");
  }

  @Test
  @SpecRule("config-linux.md#masked-paths: also where an ordinary user asks for it")
  void pathsAreMaskedAndReadOnly(Sandbox sandbox) {
    String script =
        "cat /etc/secret; ls /etc/hidden; touch /etc/fixed/x 2>/dev/null || echo read-only";
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.sh(script)
                        .set("/linux/maskedPaths", List.of("/etc/secret", "/etc/hidden"))
                        .set("/linux/readonlyPaths", List.of("/etc/fixed", "/proc/sys")));
    Path etc = container.bundle().rootfs().resolve("etc");
    HostFiles.write(etc.resolve("secret"), "secret");
    HostFiles.write(etc.resolve("hidden/file"), "");
    HostFiles.folder(etc.resolve("fixed"), "0777");
    assertThat(container.output()).isEqualTo("read-only\n");
  }

  @Test
  void theRootCanBeReadOnly(Sandbox sandbox) {
    String script = "touch /x 2>/dev/null || echo no";
    assertThat(output(sandbox, c -> c.sh(script).set("/root/readonly", true))).isEqualTo("no\n");
  }

  @Test
  @SpecRule("config.md#mounts: binds of what the user can read")
  void filesAndFoldersAreBound(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Path folder = user.newFolder();
    HostFiles.write(folder.resolve("file"), "text");
    Container container =
        user.container(
            c ->
                c.sh("cat /a/file /b; touch /a/x 2>/dev/null || echo no")
                    .bind("/a", folder, "rbind", "ro")
                    .bind("/b", folder.resolve("file"), "bind", "rprivate", "nosuid", "nodev"));
    assertThat(container.output()).isEqualTo("texttextno\n");
  }

  @Test
  @SpecRule("mount_namespaces(7): flags of the host's mounts are locked, and kept")
  void aBindKeepsTheFlagsThatTheHostHasLocked(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.sh("grep ' /shm ' /proc/self/mountinfo | cut -d' ' -f6")
                        .bind("/shm", "/proc/sys", "rbind", "ro"));
    assertThat(container.output()).contains("ro");
  }

  @Test
  void aSourceThatTheUserCannotReachIsAnError(Sandbox sandbox) {
    Path folder = HostFiles.folder(sandbox.newPath("d"), "0700");
    HostFiles.write(folder.resolve("file"), "secret");
    refused(sandbox, c -> c.bind("/a", folder.resolve("file"), "bind"))
        .failsSaying("permission denied");
  }

  @Test
  @SpecRule("proc_pid_oom_score_adj(5): everybody may raise the score, and only root lower it")
  void theOomScoreCanBeRaised(Sandbox sandbox) {
    assertThat(
            output(
                sandbox,
                c -> c.sh("cat /proc/self/oom_score_adj").set("/process/oomScoreAdj", 300)))
        .isEqualTo("300\n");
  }

  @Test
  @OnlyFor("jrunc")
  void whatOnlyRootMayIsRefusedWithTheField(Sandbox sandbox) {
    refused(sandbox, c -> c.set("/process/oomScoreAdj", -300))
        .failsSaying("/process/oomScoreAdj", "permission denied");
    long much = 1L << 40;
    Map<String, Object> limit = Map.of("type", "RLIMIT_NOFILE", "soft", much, "hard", much);
    refused(sandbox, c -> c.set("/process/rlimits", List.of(limit)))
        .failsSaying("/process/rlimits/0", "RLIMIT_NOFILE", "operation not permitted");
    refused(
            sandbox,
            c ->
                c.withoutNamespace("user")
                    .remove("/linux/uidMappings")
                    .remove("/linux/gidMappings"))
        .failsSaying("/linux/namespaces");
    refused(sandbox, c -> c.withoutNamespace("network")).failsSaying("/mounts/2", "rbind");
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a container may join those of another of its user")
  void aContainerJoinsTheNamespacesOfAnotherOne(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container first = user.container(Config::sleeping).launch();
    String ns = "/proc/" + first.pid() + "/ns/";
    Container second =
        user.container(
            c ->
                c.sleeping()
                    .namespaceAt("user", ns + "user")
                    .namespaceAt("network", ns + "net")
                    .namespaceAt("ipc", ns + "ipc")
                    .namespaceAt("uts", ns + "uts")
                    .namespaceAt("pid", ns + "pid"));
    second.launch();
    for (String type : List.of("user", "net", "ipc", "uts", "pid")) {
      assertThat(Host.namespace(second.pid(), type)).isEqualTo(Host.namespace(first.pid(), type));
    }
    assertThat(Host.namespace(second.pid(), "mnt"))
        .isNotEqualTo(Host.namespace(first.pid(), "mnt"));
  }

  @Test
  void anotherProgramIsRunInTheContainer(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    assertThat(numbers(container.exec("sh", "-c", "id -u; id -g; " + MAPS).succeeds().stdout()))
        .containsExactly("0", "0", "0 " + UID + " 1", "0 " + GID + " 1");
    container.exec("sh", "-c", "exit 9").exits(9);
    container.exec("sh", "-c", "kill -9 $$").exits(137);
  }

  @Test
  void anotherProgramIsRunAsAnotherUserOfSeveralRanges(Sandbox sandbox) {
    Map<String, Object> ids = Map.of("uid", 3, "gid", 4);
    Container container =
        sandbox
            .asUser()
            .container(c -> c.subordinateIds().sleeping().set("/process/user", ids))
            .launch();
    assertThat(container.execSh(List.of("--user", "7:8"), "id -u; id -g")).isEqualTo("7\n8\n");
  }

  @Test
  @SpecRule("config.md#posix-platform-hooks: called with the rights of the user")
  void hooksAreTheUsersOwnAndSeeTheContainersNamespaces(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Path made = user.newPath("out");
    String script =
        "pid=$(grep -o '\"pid\": *[0-9]*' | grep -o '[0-9]*$'); id -u > "
            + made
            + "; readlink /proc/$pid/ns/net >> "
            + made;
    Map<String, Object> hook = Map.of("path", "/bin/sh", "args", List.of("sh", "-c", script));
    Container container =
        user.container(c -> c.sleeping().set("/hooks/createRuntime", List.of(hook)));
    container.launch();
    assertThat(HostFiles.read(made))
        .isEqualTo(UID + "\n" + Host.namespace(container.pid(), "net") + "\n");
  }

  @Test
  void aTmpfsMayShowWhatItHides(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                c -> c.sh("cat /etc/file").mount("/etc", "tmpfs", "tmpfs", "rw", "tmpcopyup"));
    HostFiles.write(container.bundle().rootfs().resolve("etc/file"), "text");
    sandbox.user().own(container.bundle().rootfs());
    assertThat(container.output()).isEqualTo("text");
  }

  @Test
  void aMessageQueueFileSystemIsTheContainersOwn(Sandbox sandbox) {
    assertThat(
            output(
                sandbox,
                c ->
                    c.sh("touch /dev/mqueue/q && ls /dev/mqueue")
                        .mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev")))
        .isEqualTo("q\n");
  }

  @Test
  @SpecRule("config-linux.md#sysctl: of namespaces that are the container's own")
  void aSysctlIsSetInTheContainersNamespaces(Sandbox sandbox) {
    String file = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    Map<String, String> sysctl = Map.of("net.ipv4.ip_unprivileged_port_start", "77");
    assertThat(output(sandbox, c -> c.args("cat", file).set("/linux/sysctl", sysctl)))
        .isEqualTo("77\n");
  }

  @Test
  @SpecRule("config-linux.md#sysctl: without a pid namespace of its own, as podman run --pid=host")
  void aSysctlIsSetThoughThePidNamespaceIsTheHosts(Sandbox sandbox) {
    String file = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    Map<String, String> sysctl = Map.of("net.ipv4.ip_unprivileged_port_start", "77");
    assertThat(
            output(
                sandbox,
                c ->
                    c.args("cat", file)
                        .withoutNamespace("pid")
                        .withoutMount("/proc")
                        .bind("/proc", "/proc", "rbind")
                        .set("/linux/sysctl", sysctl)))
        .isEqualTo("77\n");
  }

  @Test
  @SpecRule("config-linux.md#offset-for-time-namespace: for an ordinary user as well")
  void clocksAreShifted(Sandbox sandbox) {
    Map<String, Object> offset = Map.of("boottime", Map.of("secs", 1_000_000_000));
    String up =
        output(
            sandbox,
            c ->
                c.sh("cut -d. -f1 /proc/uptime")
                    .namespace("time")
                    .set("/linux/timeOffsets", offset));
    assertThat(Long.parseLong(up.strip())).isGreaterThan(1_000_000_000);
  }

  @Test
  void theNamespacesOfOthersCannotBeJoined(Sandbox sandbox) {
    Container roots = sandbox.container(Config::sleeping).launch();
    refused(sandbox, c -> c.namespaceAt("network", "/proc/" + roots.pid() + "/ns/net"));
  }

  @AlsoOnV2
  @Test
  @SpecRule("CVE-2023-25809: the host's groups are not writable in a rootless container")
  void aCgroupMountWithoutACgroupNamespaceIsNotWritable(Sandbox sandbox) {
    String script =
        "for d in /sys/fs/cgroup/*/; do mkdir $d/jrunc-made 2>/dev/null && echo $d; done; true";
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.sh(script)
                        .mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev"));
    assertThat(container.output()).isEmpty();
  }

  @AlsoOnV2
  @Test
  void aCgroupMountWithACgroupNamespaceShowsTheCallersGroupAsItsRoot(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.sh("cat /proc/self/cgroup; ls /sys/fs/cgroup | wc -l")
                        .namespace("cgroup")
                        .mount("/sys/fs/cgroup", "cgroup", "cgroup", "ro", "nosuid", "nodev"));
    assertThat(container.output()).contains(":/\n");
  }

  @Test
  @OnlyFor("jrunc")
  void containersAreKeptBelowXdgRuntimeDir(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    String id = runWithDefaultRoot(user, user.user().runtimeFolder().toString());
    assertThat(user.user().runtimeFolder().resolve("jrunc")).isDirectory();
    assertThat(user.user().runtimeFolder().resolve("jrunc").resolve(id)).doesNotExist();
  }

  @Test
  @OnlyFor("jrunc")
  void withoutXdgRuntimeDirTheyAreKeptInAPrivateFolderOfTmp(Sandbox sandbox) throws IOException {
    Sandbox user = sandbox.asUser();
    Path folder = Path.of("/tmp/jrunc-" + UID);
    try {
      runWithDefaultRoot(user, "");
      assertThat(Files.getAttribute(folder, "unix:mode")).isEqualTo(040700);
      assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(UID);

      HostFiles.mode(folder, "0755");
      withoutRuntimeFolder(user, "list").execute().failsSaying(folder + ": ", "others");

      HostFiles.deleteTree(folder);
      HostFiles.folder(folder, "0700"); // root's
      withoutRuntimeFolder(user, "list").execute().failsSaying(folder + ": ", "user 0");

      HostFiles.deleteTree(folder);
      HostFiles.symlink(folder, user.newFolder().toString());
      withoutRuntimeFolder(user, "list").execute().failsSaying(folder + ": ", "not a folder");
    } finally {
      HostFiles.delete(folder);
    }
  }

  @Test
  @SpecRule("user_namespaces(7): root of a user namespace makes containers as root does")
  void rootOfAUserNamespaceMakesContainersOfItsOwn(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container =
        user.container(
            c ->
                c.sh("id -u; " + MAPS)
                    .withoutNamespace("user")
                    .remove("/linux/uidMappings")
                    .remove("/linux/gidMappings"));
    Outcome outcome =
        container
            .make(container.making("run").through("unshare", "--user", "--map-root-user"))
            .await();
    assertThat(numbers(outcome.succeeds().stdout()))
        .containsExactly("0", "0 " + UID + " 1", "0 " + GID + " 1");
  }

  @Test
  void rootOfAUserNamespaceMakesUserNamespacesBelowIt(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container =
        user.container(
            c ->
                c.sh(MAPS)
                    .set("/linux/uidMappings", List.of())
                    .set("/linux/gidMappings", List.of())
                    .map("/linux/uidMappings", 0, 0, 1)
                    .map("/linux/gidMappings", 0, 0, 1));
    Outcome outcome =
        container.make(container.making("run").through("unshare", "-U", "-r", "-m", "-n")).await();
    assertThat(numbers(outcome.succeeds().stdout())).containsExactly("0 0 1", "0 0 1");
  }

  @Test
  void rootOfAUserNamespaceWithSeveralRangesMakesContainersOfThem(Sandbox sandbox) {
    Map<String, Object> ids = Map.of("uid", 7, "gid", 8, "additionalGids", List.of(9));
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.sh("id -u; id -G; wc -l < /proc/self/uid_map")
                        .withoutNamespace("user")
                        .remove("/linux/uidMappings")
                        .remove("/linux/gidMappings")
                        .set("/process/user", ids));
    Outcome outcome =
        container
            .make(container.making("run").through("unshare", "-U", "-r", "--map-auto", "-m"))
            .await();
    assertThat(numbers(outcome.succeeds().stdout())).containsExactly("7", "8 9", "2");
  }

  @Test
  @OnlyFor("jrunc")
  void aProcThatWouldShowWhatIsHiddenOutsideIsRefusedWithTheReason(Sandbox sandbox) {
    Container container =
        sandbox
            .asUser()
            .container(
                c ->
                    c.set("/linux/uidMappings", List.of())
                        .set("/linux/gidMappings", List.of())
                        .map("/linux/uidMappings", 0, 0, 1)
                        .map("/linux/gidMappings", 0, 0, 1));
    String hide = "mount --bind /dev/null /proc/meminfo && exec \"$@\"";
    container
        .make(
            container
                .making("run")
                .through("unshare", "--user", "-r", "-m", "sh", "-c", hide, "sh"))
        .await()
        .failsSaying("/mounts/0: mount proc on /proc", "(EPERM); in a user namespace");
  }

  private static String runWithDefaultRoot(Sandbox user, String runtimeFolder) {
    Container container = user.container(config -> config.sh("id -u"));
    String bundle = container.bundle().folder().toString();
    assertThat(
            user.runtime()
                .plainCommand("run", "--bundle", bundle, container.id())
                .env("XDG_RUNTIME_DIR", runtimeFolder)
                .execute()
                .succeeds()
                .stdout())
        .isEqualTo("0\n");
    return container.id();
  }

  private static io.jrunc.conformance.kit.Command withoutRuntimeFolder(
      Sandbox user, String... line) {
    return user.runtime().plainCommand(line).withoutEnv("XDG_RUNTIME_DIR");
  }

  private static String output(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.asUser().container(edits).output();
  }

  private static Outcome refused(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.asUser().container(edits).createFailsAndLeavesNothing();
  }

  private static List<String> numbers(String output) {
    return output.lines().map(line -> line.strip().replaceAll("[ \t]+", " ")).toList();
  }
}
