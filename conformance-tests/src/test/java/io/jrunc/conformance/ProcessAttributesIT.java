package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.NamedValues;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * config.md#linux-process and config-linux.md: scheduler, ioPriority, personality, memoryPolicy,
 * AppArmor and SELinux labels, and the session keyring.
 */
@Conformance
class ProcessAttributesIT {
  private static final String PERSONALITY = "/linux/personality";

  /** A user of this machine that nobody else is. */
  private static final int KEYLESS = 300_000;

  @ParameterizedTest(name = "{0} nice {1}")
  @CsvSource({"SCHED_OTHER,7", "SCHED_OTHER,-5", "SCHED_BATCH,3", "SCHED_IDLE,0"})
  @SpecRule("config.md#linux-process: scheduler.policy and scheduler.nice")
  void theProgramIsScheduledByPolicyAndNice(String policy, int nice, Sandbox sandbox) {
    assertThat(attributes(sandbox, scheduler(Map.of("policy", policy, "nice", nice))))
        .containsEntry("policy", policy)
        .containsEntry("nice", Integer.toString(nice));
  }

  @Test
  @SpecRule("config.md#linux-process: scheduler.flags, runtime, deadline and period")
  void theProgramHasItsShareBeforeEachDeadline(Sandbox sandbox) {
    Map<String, Object> scheduler =
        Map.of(
            "policy", "SCHED_DEADLINE",
            "flags", List.of("SCHED_FLAG_RECLAIM", "SCHED_FLAG_DL_OVERRUN"),
            "runtime", 1_000_000,
            "deadline", 5_000_000,
            "period", 10_000_000);
    assertThat(attributes(sandbox, scheduler(scheduler)))
        .containsEntry("policy", "SCHED_DEADLINE")
        .containsEntry("flags", "6")
        .containsEntry("runtime", "1000000")
        .containsEntry("deadline", "5000000")
        .containsEntry("period", "10000000");
  }

  @Test
  @SpecRule("config.md#linux-process: the flag SCHED_FLAG_RESET_ON_FORK")
  void childrenMayBeOfTheUsualNiceness(Sandbox sandbox) {
    Map<String, Object> scheduler =
        Map.of("policy", "SCHED_BATCH", "nice", -3, "flags", List.of("SCHED_FLAG_RESET_ON_FORK"));
    Container container = container(sandbox, scheduler(scheduler));
    container.bundle().write(container.bundle().config().sh("attributes; exit"));
    assertThat(NamedValues.of(container.output()))
        .containsEntry("policy", "SCHED_BATCH")
        .containsEntry("nice", "0");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"IOPRIO_CLASS_RT,3,1/3", "IOPRIO_CLASS_BE,7,2/7", "IOPRIO_CLASS_IDLE,0,3/0"})
  @SpecRule("config.md#linux-process: ioPriority.class and ioPriority.priority")
  void theProgramHasItsIoPriority(String ioClass, int priority, String shown, Sandbox sandbox) {
    assertThat(attributes(sandbox, ioPriority(ioClass, priority))).containsEntry("io", shown);
  }

  @Test
  @SpecRule("config.md#linux-process: ioPriority.class and ioPriority.priority")
  void aProgramInAUserNamespaceHasItsIoPriority(Sandbox sandbox) {
    assertThat(
            attributes(
                sandbox,
                config -> {
                  ioPriority("IOPRIO_CLASS_BE", 6).accept(config);
                  config.userNamespace(100_000);
                }))
        .containsEntry("io", "2/6");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"LINUX,0", "LINUX32,8"})
  @SpecRule("config-linux.md#personality: domain")
  void theProgramHasItsPersonality(String domain, String number, Sandbox sandbox) {
    assertThat(attributes(sandbox, config -> config.set(PERSONALITY, Map.of("domain", domain))))
        .containsEntry("personality", number);
  }

  @Test
  @SpecRule("config-linux.md#personality: flags, of which none is supported yet")
  void aFlagOfAPersonalityIsRefused(Sandbox sandbox) {
    sandbox
        .container(
            config ->
                config.set(PERSONALITY, Map.of("domain", "LINUX", "flags", List.of("UNAME26"))))
        .createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "MPOL_DEFAULT,'','',0x0/0x0",
    "MPOL_BIND,0,'',0x2/0x1",
    "MPOL_BIND,0,MPOL_F_STATIC_NODES,0x8002/0x1",
    "MPOL_BIND,0,MPOL_F_RELATIVE_NODES,0x4002/0x1",
    "MPOL_BIND,0,MPOL_F_NUMA_BALANCING,0x2002/0x1",
    "MPOL_PREFERRED,0,'',0x1/0x1",
    "MPOL_PREFERRED,'','',0x4/0x0",
    "MPOL_INTERLEAVE,0,'',0x3/0x1",
    "MPOL_LOCAL,'','',0x4/0x0",
  })
  @Requires(Need.MEMORY_NODES)
  @SpecRule("config-linux.md#memory-policy: mode, nodes and flags")
  void theProgramTakesItsMemoryByPolicy(
      String mode, String nodes, String flag, String shown, Sandbox sandbox) {
    assertThat(attributes(sandbox, memoryPolicy(mode, nodes, flag))).containsEntry("memory", shown);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nodes with a hole in the syntax,MPOL_BIND,0-,''",
    "nodes that the machine has not,MPOL_BIND,1000,''",
    "a mode without the nodes it needs,MPOL_INTERLEAVE,'',''",
    "a mode with nodes it has not,MPOL_LOCAL,0,''",
    "an unknown mode,MPOL_NEAREST,0,''",
    "an unknown flag,MPOL_BIND,0,MPOL_F_MOVE",
  })
  @SpecRule("config-linux.md#memory-policy: mode, nodes and flags")
  void aWrongMemoryPolicyIsRefused(
      String what, String mode, String nodes, String flag, Sandbox sandbox) {
    sandbox.container(memoryPolicy(mode, nodes, flag)).createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an unknown policy,SCHED_FAIR,0,0,0",
    "a nice value that is too low,SCHED_OTHER,-21,0,0",
    "a nice value that is too high,SCHED_OTHER,20,0,0",
    "a priority for the wrong policy,SCHED_OTHER,0,1,0",
    "a priority that is too high,SCHED_FIFO,0,100,0",
    "a runtime for the wrong policy,SCHED_BATCH,0,0,1000000",
    "a deadline without its times,SCHED_DEADLINE,0,0,0",
  })
  @SpecRule("config.md#linux-process: scheduler")
  void aWrongSchedulerIsRefused(
      String what, String policy, int nice, int priority, int runtime, Sandbox sandbox) {
    sandbox
        .container(
            scheduler(
                Map.of("policy", policy, "nice", nice, "priority", priority, "runtime", runtime)))
        .createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"IOPRIO_CLASS_BE,8", "IOPRIO_CLASS_BE,-1", "IOPRIO_CLASS_SLOW,1"})
  @SpecRule("config.md#linux-process: ioPriority")
  void aWrongIoPriorityIsRefused(String ioClass, int priority, Sandbox sandbox) {
    sandbox.container(ioPriority(ioClass, priority)).createFailsAndLeavesNothing();
  }

  @Test
  @Requires(Need.NO_APPARMOR)
  @SpecRule("config.md#linux-process: an AppArmor profile that can't be applied is an error")
  void anAppArmorProfileIsRefusedWhereThereIsNoAppArmor(Sandbox sandbox) {
    sandbox
        .container(config -> config.set("/process/apparmorProfile", "box"))
        .createFailsAndLeavesNothing()
        .failsSaying("apparmor");
  }

  @Test
  @Requires(Need.APPARMOR)
  @SpecRule("config.md#linux-process: an AppArmor profile that can't be applied is an error")
  void anAppArmorProfileThatIsNotLoadedIsRefused(Sandbox sandbox) {
    sandbox
        .container(config -> config.set("/process/apparmorProfile", "jrunc-not-loaded"))
        .createFailsAndLeavesNothing()
        .failsSaying("apparmor", "jrunc-not-loaded");
  }

  @Test
  @Requires(Need.NO_SELINUX)
  @SpecRule("config.md#linux-process: an SELinux label that can't be applied is an error")
  void anSelinuxLabelIsRefusedWhereThereIsNoSelinux(Sandbox sandbox) {
    sandbox
        .container(config -> config.set("/process/selinuxLabel", "u:r:t:s0"))
        .createFailsAndLeavesNothing()
        .failsSaying("selinux");
  }

  @Test
  void theProgramHasAKeyringOfItsOwn(Sandbox sandbox) {
    Container container = container(sandbox, config -> {});
    assertThat(NamedValues.of(container.output()).get("keyring"))
        .isEqualTo("keyring;0;0;3f1b0000;_ses." + container.id());
  }

  @Test
  void aKeyringInAUserNamespaceCanBeFoundByItsOtherUsers(Sandbox sandbox) {
    Container container = container(sandbox, config -> config.userNamespace(100_000));
    assertThat(NamedValues.of(container.output()).get("keyring"))
        .matches("keyring;0;0;3f1[3b]0008;_ses." + container.id());
  }

  @Test
  void theCallersKeyringIsKeptOnRequest(Sandbox sandbox) {
    Container container = container(sandbox, config -> {});
    Map<String, String> callers =
        NamedValues.of(sandbox.program(sandbox.tool("attributes")).execute().stdout());
    assertThat(NamedValues.of(container.output("--no-new-keyring")).get("keyring"))
        .isEqualTo(callers.get("keyring"));
  }

  @Test
  @OnlyFor("jrunc") // the peers refuse such containers
  void aContainerWhoseUserHasTooManyKeysGoesWithoutAndSaysSo(Sandbox sandbox) {
    Container container = container(sandbox, config -> config.userNamespace(KEYLESS));
    RunningCommand keys =
        sandbox.program(sandbox.tool("keys"), Integer.toString(KEYLESS)).interactive().start();
    Await.until("the user to have too many keys", () -> keys.stdout().contains("full"));
    Outcome outcome =
        sandbox
            .runtime()
            .command(
                "--debug",
                "run",
                "--bundle",
                container.bundle().folder().toString(),
                container.id())
            .execute()
            .succeeds();
    keys.endOfInput();
    keys.await().succeeds();
    assertThat(NamedValues.of(outcome.stdout()).get("keyring")).doesNotContain("_ses.");
    assertThat(outcome.stderr())
        .contains("goes without a session keyring", "EDQUOT", "kernel.keys.maxkeys");
  }

  @Test
  void theProcessorsAreThoseOfTheCgroupAndNotTheCallers(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("grep Cpus_allowed: /proc/self/status"));
    String all = Host.status(ProcessHandle.current().pid()).get("Cpus_allowed");
    String shown =
        container.making("run").through("taskset", "-c", "0").execute().succeeds().stdout();
    assertThat(Host.parseStatus(shown)).containsEntry("Cpus_allowed", all);
  }

  private static Consumer<Config> scheduler(Map<String, Object> scheduler) {
    return config -> config.set("/process/scheduler", scheduler);
  }

  private static Consumer<Config> ioPriority(String ioClass, int priority) {
    return config ->
        config.set("/process/ioPriority", Map.of("class", ioClass, "priority", priority));
  }

  private static Consumer<Config> memoryPolicy(String mode, String nodes, String flag) {
    List<String> flags = flag.isEmpty() ? List.of() : List.of(flag);
    return config ->
        config.set("/linux/memoryPolicy", Map.of("mode", mode, "nodes", nodes, "flags", flags));
  }

  private static Map<String, String> attributes(Sandbox sandbox, Consumer<Config> edits) {
    return NamedValues.of(container(sandbox, edits).output());
  }

  /** A container whose program tells its attributes. */
  private static Container container(Sandbox sandbox, Consumer<Config> edits) {
    Container container =
        sandbox.container(
            config -> {
              config.args("attributes");
              edits.accept(config);
            });
    HostFiles.install(sandbox.tool("attributes"), container.bundle());
    return container;
  }
}
