package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** config-linux.md#user-namespace-mappings, with mappings made by root. */
@Conformance
@Requires(Need.USER_NAMESPACES)
class LinuxUserNamespaceIT {

  private static final int FIRST = 200_000;

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: containerID, hostID and size")
  void theMappingsAreAsGiven(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("cat /proc/self/uid_map; cat /proc/self/gid_map")
                    .namespace("user")
                    .add("/linux/uidMappings", mapping(0, FIRST, 10))
                    .add("/linux/uidMappings", mapping(10, FIRST + 1000, 5))
                    .add("/linux/gidMappings", mapping(0, FIRST + 2000, 100)));
    assertThat(container.output().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly(
            "0 " + FIRST + " 10", "10 " + (FIRST + 1000) + " 5", "0 " + (FIRST + 2000) + " 100");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: uid and gid are those inside the user namespace")
  void theIdsOfTheProgramAreInsideTheNamespace(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sleeping()
                    .userNamespace(FIRST)
                    .set(
                        "/process/user",
                        Map.of("uid", 7, "gid", 8, "additionalGids", List.of(9, 10))));
    Map<String, String> status = Host.status(container.launch().pid());
    assertThat(status.get("Uid")).startsWith((FIRST + 7) + "\t");
    assertThat(status.get("Gid")).startsWith((FIRST + 8) + "\t");
    assertThat(status).containsEntry("Groups", (FIRST + 9) + " " + (FIRST + 10));
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: root inside is another user outside")
  void whatRootOfTheContainerMakesBelongsToItsUserOutside(Sandbox sandbox) throws IOException {
    Container container =
        sandbox.container(config -> config.sh("id -u; touch /tmp/made").userNamespace(FIRST));
    assertThat(container.output()).isEqualTo("0\n");
    assertThat(Files.getAttribute(container.bundle().rootfs().resolve("tmp/made"), "unix:uid"))
        .isEqualTo(FIRST);
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: the host's other users are nobody inside")
  void filesOfUnmappedUsersBelongToNobody(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("stat -c %u /bin/busybox").userNamespace(FIRST));
    assertThat(container.output()).isEqualTo("65534\n");
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: no right over what is the host's")
  void rootOfTheContainerCannotWriteWhatIsTheHosts(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.sh("echo x > /etc/file 2>/dev/null || echo no").userNamespace(FIRST));
    HostFiles.mode(HostFiles.write(container.bundle().rootfs().resolve("etc/file"), ""), "0644");
    assertThat(container.output()).isEqualTo("no\n");
  }

  @Test
  @SpecRule("config-linux.md#default-devices: they must be supplied in a user namespace as well")
  void theDefaultDevicesWork(Sandbox sandbox) {
    String script =
        "echo x > /dev/null && head -c 4 /dev/zero | wc -c && head -c 2 /dev/urandom | wc -c";
    assertThat(sandbox.container(config -> config.sh(script).userNamespace(FIRST)).output())
        .isEqualTo("4\n2\n");
  }

  @Test
  @SpecRule("config-linux.md#namespaces: other new namespaces belong to the new user namespace")
  void rootOfTheContainerOwnsItsOtherNamespaces(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("hostname changed && hostname")
                    .userNamespace(FIRST)
                    .capabilities("CAP_SYS_ADMIN"));
    assertThat(container.output()).isEqualTo("changed\n");
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: a user namespace needs mappings")
  void aUserNamespaceWithoutMappingsIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.namespace("user"));
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a user namespace with a path is joined")
  void aUserNamespaceWithAPathIsJoined(Sandbox sandbox) {
    Container first = sandbox.container(c -> c.sleeping().userNamespace(FIRST)).launch();
    Container second =
        sandbox.container(
            config ->
                config
                    .sleeping()
                    .userNamespace(FIRST)
                    .namespaceAt("user", "/proc/" + first.pid() + "/ns/user"));
    second.launch();
    assertThat(Host.namespace(second.pid(), "user")).isEqualTo(Host.namespace(first.pid(), "user"));
    assertThat(Host.status(second.pid()).get("Uid")).startsWith(FIRST + "\t");
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: those of a joined namespace must match")
  void otherMappingsThanThoseOfTheJoinedNamespaceAreAnError(Sandbox sandbox) {
    Container first = sandbox.container(c -> c.sleeping().userNamespace(FIRST)).launch();
    String path = "/proc/" + first.pid() + "/ns/user";
    sandbox
        .container(c -> c.userNamespace(FIRST + 1).namespaceAt("user", path))
        .createFailsAndLeavesNothing();
    assertThat(
            sandbox
                .container(c -> c.sh("id -u; cat /proc/self/setgroups").namespaceAt("user", path))
                .output())
        .isEqualTo("0\nallow\n");
  }

  @Test
  @OnlyFor("jrunc")
  void mappingsOfAJoinedNamespaceAreComparedAsMaps(Sandbox sandbox) {
    Container first = sandbox.container(c -> c.sleeping().userNamespace(FIRST)).launch();
    String path = "/proc/" + first.pid() + "/ns/user";
    sandbox
        .container(
            c ->
                c.userNamespace(FIRST)
                    .namespaceAt("user", path)
                    .set("/linux/gidMappings", List.of(mapping(0, FIRST, 65535))))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/gidMappings: the user namespace to join maps others: 0 200000 65536");
    Container cut =
        sandbox.container(
            c ->
                c.sh("id -u")
                    .namespaceAt("user", path)
                    .add("/linux/uidMappings", mapping(10, FIRST + 10, 65526))
                    .add("/linux/uidMappings", mapping(0, FIRST, 10)));
    assertThat(cut.output()).isEqualTo("0\n");
  }

  @Test
  @SpecRule("config-linux.md#namespaces: those of a joined user namespace, and others, together")
  void namespacesOfTheJoinedUserNamespaceAndOfTheHostAreJoinedTogether(Sandbox sandbox) {
    Container ofUser = sandbox.container(c -> c.sleeping().userNamespace(FIRST)).launch();
    Container ofHost = sandbox.container(Config::sleeping).launch();
    Container both =
        sandbox.container(
            c ->
                c.sleeping()
                    .userNamespace(FIRST)
                    .namespaceAt("user", "/proc/" + ofUser.pid() + "/ns/user")
                    .namespaceAt("network", "/proc/" + ofUser.pid() + "/ns/net")
                    .namespaceAt("uts", "/proc/" + ofHost.pid() + "/ns/uts"));
    both.launch();
    assertThat(Host.namespace(both.pid(), "user")).isEqualTo(Host.namespace(ofUser.pid(), "user"));
    assertThat(Host.namespace(both.pid(), "net")).isEqualTo(Host.namespace(ofUser.pid(), "net"));
    assertThat(Host.namespace(both.pid(), "uts")).isEqualTo(Host.namespace(ofHost.pid(), "uts"));
  }

  @Test
  @SpecRule("config-linux.md#user-namespace-mappings: whoever sets the container up is root in it")
  void mappingsWithoutRootAreAnError(Sandbox sandbox) {
    sandbox
        .container(
            c ->
                c.namespace("user")
                    .set("/process/user", Map.of("uid", 5, "gid", 5))
                    .set("/linux/uidMappings", List.of(mapping(5, FIRST, 10)))
                    .set("/linux/gidMappings", List.of(mapping(5, FIRST, 10))))
        .createFailsAndLeavesNothing();
  }

  @Test
  void aContainerInAUserNamespaceIsStoppedAndDeletedLikeAnyOther(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().userNamespace(FIRST).namespace("cgroup"));
    container.launch();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  private static Map<String, Integer> mapping(int container, int host, int size) {
    return Map.of("containerID", container, "hostID", host, "size", size);
  }
}
