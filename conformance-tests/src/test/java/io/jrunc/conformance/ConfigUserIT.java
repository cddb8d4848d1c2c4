package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** config.md#user, and the capabilities, limits and flags of config.md#linux-process. */
@Conformance
class ConfigUserIT {

  private static final int CHOWN = 1;
  private static final int KILL = 1 << 5;
  private static final int SETUID = 1 << 7;
  private static final int NET_BIND_SERVICE = 1 << 10;

  @Test
  @SpecRule("config.md#posix-platform-user: uid and gid are those of the program")
  void theProgramHasTheGivenIds(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.sleeping().set("/process/user", Map.of("uid", 1000, "gid", 2000)));
    Map<String, String> status = Host.status(container.launch().pid());
    assertThat(status).containsEntry("Uid", "1000\t1000\t1000\t1000");
    assertThat(status).containsEntry("Gid", "2000\t2000\t2000\t2000");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: additionalGids are added groups of the program")
  void theProgramHasTheGivenGroupsAndNoOthers(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.sleeping().set("/process/user/additionalGids", List.of(10, 65534, 100000)));
    assertThat(groups(container.launch())).containsExactly("10", "65534", "100000");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: additionalGids are added groups of the program")
  void aGroupThatIsListedTwiceIsOne(Sandbox sandbox) { // as Docker lists it for --group-add
    Container container =
        sandbox.container(
            config -> config.sleeping().set("/process/user/additionalGids", List.of(9, 10, 9)));
    assertThat(groups(container.launch())).containsExactly("9", "10");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: additionalGids are added groups of the program")
  void theProgramHasNoneOfTheCallersGroups(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.through("setpriv", "--groups", "7,8"));
    assertThat(groups(container)).isEmpty();
  }

  @Test
  @SpecRule("config.md#posix-platform-user: umask is that of the program")
  void theProgramHasTheGivenUmask(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().set("/process/user/umask", 0137));
    assertThat(Host.status(container.launch().pid())).containsEntry("Umask", "0137");
  }

  @Test
  @SpecRule("config.md#linux-process: each of the five sets of capabilities is as given")
  void theProgramHasExactlyTheGivenCapabilities(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sleeping()
                    .set(
                        "/process/capabilities",
                        Map.of(
                            "bounding",
                            List.of("CAP_CHOWN", "CAP_KILL", "CAP_SETUID", "CAP_NET_BIND_SERVICE"),
                            "permitted",
                            List.of("CAP_CHOWN", "CAP_KILL", "CAP_SETUID"),
                            "effective",
                            List.of("CAP_CHOWN", "CAP_KILL"),
                            "inheritable",
                            List.of("CAP_KILL"),
                            "ambient",
                            List.of("CAP_KILL")))
                    // as root, execve would give back what is missing in permitted
                    .set("/process/user/uid", 1000));
    Map<String, String> status = Host.status(container.launch().pid());
    assertThat(status).containsEntry("CapBnd", mask(CHOWN | KILL | SETUID | NET_BIND_SERVICE));
    // execve of a program without file capabilities keeps the ambient ones only
    assertThat(status).containsEntry("CapPrm", mask(KILL));
    assertThat(status).containsEntry("CapEff", mask(KILL));
    assertThat(status).containsEntry("CapInh", mask(KILL));
    assertThat(status).containsEntry("CapAmb", mask(KILL));
  }

  @Test
  @SpecRule("config.md#linux-process: capabilities of root are bounded by the bounding set")
  void rootHasTheCapabilitiesOfItsBoundingSet(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().capabilities("CAP_CHOWN", "CAP_SETUID"));
    Map<String, String> status = Host.status(container.launch().pid());
    assertThat(status).containsEntry("CapBnd", mask(CHOWN | SETUID));
    assertThat(status).containsEntry("CapPrm", mask(CHOWN | SETUID));
    assertThat(status).containsEntry("CapEff", mask(CHOWN | SETUID));
    assertThat(status).containsEntry("CapInh", mask(0));
    assertThat(status).containsEntry("CapAmb", mask(0));
  }

  @Test
  @SpecRule("config.md#linux-process: capabilities given in the config only are granted")
  void anotherUserHasNoCapabilitiesButTheAmbientOnes(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().set("/process/user/uid", 1000));
    Map<String, String> status = Host.status(container.launch().pid());
    for (String set : List.of("CapPrm", "CapEff", "CapInh", "CapAmb")) {
      assertThat(status).containsEntry(set, mask(0));
    }
  }

  @Test
  @SpecRule("config.md#linux-process: empty sets of capabilities are none")
  void emptySetsLeaveRootWithoutCapabilities(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sleeping().capabilities());
    Map<String, String> status = Host.status(container.launch().pid());
    for (String set : List.of("CapBnd", "CapPrm", "CapEff", "CapInh", "CapAmb")) {
      assertThat(status).containsEntry(set, mask(0));
    }
  }

  @Test
  @SpecRule("config.md#linux-process: an unknown capability must not be an error, only a warning")
  void unknownCapabilitiesAreNoError(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().capabilities("CAP_CHOWN", "CAP_FUTURE"));
    assertThat(Host.status(container.launch().pid())).containsEntry("CapBnd", mask(CHOWN));
  }

  @Test
  @SpecRule("config.md#linux-process: a capability that cannot be granted must not be an error")
  void anAmbientCapabilityThatIsNotInheritableIsNoError(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.sleeping().set("/process/capabilities/ambient", List.of("CAP_KILL")));
    assertThat(Host.status(container.launch().pid())).containsEntry("CapAmb", mask(0));
  }

  @Test
  @SpecRule("config.md#linux-process: noNewPrivileges keeps the program from gaining privileges")
  void noNewPrivilegesIsAsGiven(Sandbox sandbox) {
    Container with =
        sandbox.container(config -> config.sleeping().set("/process/noNewPrivileges", true));
    assertThat(Host.status(with.launch().pid())).containsEntry("NoNewPrivs", "1");
    Container without = sandbox.container(Config::sleeping);
    assertThat(Host.status(without.launch().pid())).containsEntry("NoNewPrivs", "0");
  }

  @Test
  @SpecRule("config.md#linux-process: oomScoreAdj is set to exactly this")
  void oomScoreAdjIsAsGiven(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().set("/process/oomScoreAdj", 321));
    assertThat(Host.read(container.launch().pid(), "oom_score_adj")).isEqualTo("321\n");
  }

  @Test
  @SpecRule("config.md#linux-process: an unset oomScoreAdj must not be changed")
  void oomScoreAdjIsLeftAloneWhenUnset(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container
        .make(container.making("create").after("echo 55 > /proc/self/oom_score_adj"))
        .await()
        .succeeds();
    assertThat(Host.read(container.pid(), "oom_score_adj")).isEqualTo("55\n");
    container.start().succeeds();
    assertThat(Host.read(container.pid(), "oom_score_adj")).isEqualTo("55\n");
  }

  @Test
  @SpecRule("config.md#posix-process: rlimits set soft and hard limits")
  void rlimitsAreAsGiven(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sleeping()
                    .add("/process/rlimits", rlimit("RLIMIT_NOFILE", 100, 200))
                    .add("/process/rlimits", rlimit("RLIMIT_CORE", 0, 0))
                    .add("/process/rlimits", rlimit("RLIMIT_STACK", 1 << 20, 1 << 24)));
    String limits = Host.read(container.launch().pid(), "limits");
    assertThat(limits).containsPattern("Max open files +100 +200 ");
    assertThat(limits).containsPattern("Max core file size +0 +0 ");
    assertThat(limits).containsPattern("Max stack size +1048576 +16777216 ");
  }

  @Test
  @SpecRule("config.md#posix-process: only the limits given are set")
  void otherLimitsAreTheCallers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.after("ulimit -Sn 512; ulimit -Hn 1000; ulimit -c 7"));
    String limits = Host.read(container.pid(), "limits");
    assertThat(limits).containsPattern("Max open files +512 +1000 ");
    assertThat(limits).containsPattern("Max core file size +3584 +3584 ");
  }

  @Test
  @SpecRule("config.md#posix-process: a limit given twice must be an error")
  void aLimitGivenTwiceIsAnError(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .add("/process/rlimits", rlimit("RLIMIT_NOFILE", 100, 200))
                    .add("/process/rlimits", rlimit("RLIMIT_NOFILE", 50, 100)));
    container.createFailsAndLeavesNothing();
  }

  @Test
  @SpecRule("config.md#posix-process: a limit that cannot be mapped must be an error")
  void anUnknownLimitIsAnError(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.add("/process/rlimits", rlimit("RLIMIT_BOGUS", 1, 1)));
    container.createFailsAndLeavesNothing();
  }

  private static Map<String, Object> rlimit(String type, int soft, int hard) {
    return Map.of("type", type, "soft", soft, "hard", hard);
  }

  private static List<String> groups(Container container) {
    String groups = Host.status(container.pid()).getOrDefault("Groups", "");
    return groups.isEmpty() ? List.of() : List.of(groups.split(" ", -1));
  }

  private static String mask(int capabilities) {
    return String.format("%016x", capabilities);
  }
}
