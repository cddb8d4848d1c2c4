package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.NamedValues;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a program of exec has beside its rights: scheduling, processors, labels, session keyring and
 * root directory.
 */
@Conformance
class ExecAttributesIT {
  private static final List<String> NONE = List.of();
  private static final String OWN_PROCESSORS = "grep Cpus_allowed_list /proc/self/status";

  @Test
  @SpecRule("config.md#linux-process: scheduler and ioPriority are those of the process")
  void schedulingIsThatOfTheContainer(Sandbox sandbox) {
    assertThat(NamedValues.of(scheduled(sandbox).exec("attributes").succeeds().stdout()))
        .containsEntry("policy", "SCHED_BATCH")
        .containsEntry("nice", "5")
        .containsEntry("io", "2/6");
  }

  @Test
  @SpecRule("config.md#linux-process: scheduler and ioPriority are those of the process")
  void aProcessFileThatIsSilentOfSchedulingLeavesThatOfTheContainer(Sandbox sandbox) {
    assertThat(withFile(scheduled(sandbox), sandbox, Map.of()))
        .containsEntry("policy", "SCHED_BATCH")
        .containsEntry("nice", "5")
        .containsEntry("io", "2/6");
  }

  @Test
  @SpecRule("config.md#linux-process: scheduler and ioPriority are those of the process")
  void aProcessFileMaySayHowItsProgramIsScheduled(Sandbox sandbox) {
    Map<String, Object> scheduling =
        Map.of(
            "scheduler", Map.of("policy", "SCHED_OTHER", "nice", 9),
            "ioPriority", Map.of("class", "IOPRIO_CLASS_BE", "priority", 1));
    assertThat(withFile(scheduled(sandbox), sandbox, scheduling))
        .containsEntry("policy", "SCHED_OTHER")
        .containsEntry("nice", "9")
        .containsEntry("io", "2/1");
  }

  @Test
  @SpecRule("config.md#linux-process: execCPUAffinity.final holds once the cgroup is joined")
  void theLastProcessorsAreThoseOfTheProgramAndNotOfTheContainer(Sandbox sandbox) {
    String last = lastProcessor();
    Container container =
        running(
            sandbox,
            config ->
                config.set("/process/execCPUAffinity", Map.of("initial", "0", "final", last)));
    assertThat(Host.parseStatus(container.execSh(NONE, OWN_PROCESSORS)))
        .containsEntry("Cpus_allowed_list", last);
    assertThat(Host.status(container.pid())).containsEntry("Cpus_allowed_list", allProcessors());
  }

  @Test
  @SpecRule("config.md#linux-process: without execCPUAffinity.final, they are the container's")
  void theFirstProcessorsAreLeftOnceTheCgroupIsJoined(Sandbox sandbox) {
    Container container =
        running(sandbox, config -> config.set("/process/execCPUAffinity/initial", "0"));
    assertThat(Host.parseStatus(container.execSh(NONE, OWN_PROCESSORS)))
        .containsEntry("Cpus_allowed_list", allProcessors());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"initial", "final"})
  @OnlyFor("jrunc") // the words are its own
  @SpecRule("config.md#linux-process: execCPUAffinity.initial and final are lists of processors")
  void processorsThatTheMachineHasNotAreAnError(String name, Sandbox sandbox) {
    Container container =
        running(sandbox, config -> config.set("/process/execCPUAffinity/" + name, "1023"));
    container.exec("true").failsSaying("/process/execCPUAffinity/" + name).exits(255);
  }

  @Test
  @SpecRule("config.md#linux-process: execCPUAffinity.final holds once the cgroup is joined")
  void theProcessorsAreThoseOfTheCgroupAndNotTheCallers(Sandbox sandbox) {
    Container container = running(sandbox, config -> {});
    String shown =
        container
            .executing(NONE, "grep", "Cpus_allowed_list", "/proc/self/status")
            .through("taskset", "-c", "0")
            .execute()
            .succeeds()
            .stdout();
    assertThat(Host.parseStatus(shown)).containsEntry("Cpus_allowed_list", allProcessors());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"root, 0", "a user namespace, 100000"})
  void theKeyringIsThatOfTheContainer(String who, int first, Sandbox sandbox) {
    Container container =
        telling(
            sandbox,
            config -> {
              config.sh("attributes; exec sleep 1000");
              if (first > 0) {
                config.userNamespace(first);
              }
            });
    container.awaitWritten("serial=");
    assertThat(keyring(container.exec("attributes").succeeds().stdout()))
        .endsWith("_ses." + container.id())
        .isEqualTo(keyring(container.written()));
  }

  @Test
  void theCallersKeyringIsKeptWhereTheContainerHasNone(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    HostFiles.install(sandbox.tool("attributes"), container.bundle());
    container.create("--no-new-keyring").succeeds();
    container.start().succeeds();
    String callers = sandbox.program(sandbox.tool("attributes")).execute().stdout();
    assertThat(keyring(container.exec("attributes").succeeds().stdout()))
        .isEqualTo(keyring(callers));
  }

  @Test
  @Requires(Need.NO_APPARMOR)
  @SpecRule("config.md#linux-process: an AppArmor profile that can't be applied is an error")
  void anAppArmorProfileIsRefusedWhereThereIsNoAppArmor(Sandbox sandbox) {
    running(sandbox, config -> {})
        .executing(List.of("--apparmor", "box"), "echo", "ran")
        .execute()
        .failsSaying("apparmor")
        .exits(255);
  }

  @Test
  @Requires(Need.NO_SELINUX)
  @SpecRule("config.md#linux-process: an SELinux label that can't be applied is an error")
  void anSelinuxLabelIsRefusedWhereThereIsNoSelinux(Sandbox sandbox) {
    running(sandbox, config -> {})
        .executing(List.of("--process-label", "u:r:t:s0"), "echo", "ran")
        .execute()
        .failsSaying("selinux")
        .exits(255);
  }

  /** runc would change the host's mounts. */
  @Test
  @OnlyFor("jrunc")
  void aContainerWithoutAMountNamespaceTakesProgramsBelowItsRoot(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.sleeping().withoutNamespace("mount").set("/mounts", List.of()));
    HostFiles.write(container.bundle().rootfs().resolve("mark"), "marked\n");
    container.launch();
    assertThat(container.execSh(NONE, "pwd; cat /mark; cat /../mark; ls /.."))
        .startsWith("/\nmarked\nmarked\nbin\n")
        .endsWith("mark\nproc\nroot\nsys\ntmp\n");
    assertThat(container.execSh(List.of("--cwd", "/etc"), "pwd; cd ../..; cat mark"))
        .isEqualTo("/etc\nmarked\n");
  }

  private static Container scheduled(Sandbox sandbox) {
    return telling(
        sandbox,
        config ->
            config
                .sleeping()
                .set("/process/scheduler", Map.of("policy", "SCHED_BATCH", "nice", 5))
                .set("/process/ioPriority", Map.of("class", "IOPRIO_CLASS_BE", "priority", 6)));
  }

  private static Container running(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.container(config -> edits.accept(config.sleeping())).launch();
  }

  /** A running container that has the program that tells its attributes. */
  private static Container telling(Sandbox sandbox, Consumer<Config> edits) {
    Container container = sandbox.container(edits);
    HostFiles.install(sandbox.tool("attributes"), container.bundle());
    return container.launch();
  }

  private static Map<String, String> withFile(
      Container container, Sandbox sandbox, Map<String, Object> more) {
    Map<String, Object> process = new HashMap<>(more);
    process.put("args", List.of("attributes"));
    process.put("cwd", "/");
    process.put("env", List.of("PATH=/bin"));
    process.put("user", Map.of("uid", 0, "gid", 0));
    String file = HostFiles.write(sandbox.newPath("json"), Json.write(process)).toString();
    return NamedValues.of(
        container.executing(List.of("--process", file)).execute().succeeds().stdout());
  }

  private static String allProcessors() {
    return Host.status(ProcessHandle.current().pid()).getOrDefault("Cpus_allowed_list", "");
  }

  private static String lastProcessor() {
    return allProcessors().replaceFirst(".*[-,]", "");
  }

  /** Serial number and description. */
  private static String keyring(String lines) {
    Map<String, String> values = NamedValues.of(lines);
    return values.get("serial") + " " + values.get("keyring");
  }
}
