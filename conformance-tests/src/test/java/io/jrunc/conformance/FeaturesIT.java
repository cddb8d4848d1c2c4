package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** features.md and features-linux.md: the document that the features command writes. */
@Conformance
class FeaturesIT {
  /** The options that mountinfo shows by the same word. */
  private static final Set<String> SHOWN =
      Set.of("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "nosymfollow");

  @Test
  @SpecRule("features.md#spec-version: ociVersionMin and ociVersionMax are required")
  void featuresTellsTheVersionsOfTheSpecification(RuntimeUnderTest runtime) {
    JsonNode features = features(runtime);
    assertThat(features.path("ociVersionMin").asText()).startsWith("1.0.");
    assertThat(features.path("ociVersionMax").asText()).startsWith("1.");
  }

  @Test
  @SpecRule("features.md#hooks: the kinds of hooks that the runtime knows")
  void featuresTellsTheKindsOfHooks(RuntimeUnderTest runtime) {
    assertThat(texts(features(runtime).path("hooks")))
        .containsExactlyInAnyOrder(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop");
  }

  @Test
  @SpecRule("features.md#mount-options: the options that the runtime knows")
  void featuresTellsTheClassicMountOptions(RuntimeUnderTest runtime) {
    assertThat(texts(features(runtime).path("mountOptions")))
        .contains("bind", "rbind", "ro", "rw", "nosuid", "nodev", "noexec", "sync", "dirsync")
        .contains("noatime", "nodiratime", "relatime", "strictatime", "remount", "mand")
        .contains("private", "rprivate", "shared", "rshared", "slave", "rslave")
        .contains("unbindable", "runbindable");
  }

  @Test
  @SpecRule("features-linux.md#namespaces: those that the runtime knows, whatever the host has")
  void featuresTellsTheNamespaces(RuntimeUnderTest runtime) {
    assertThat(texts(features(runtime).at("/linux/namespaces")))
        .contains("cgroup", "ipc", "mount", "network", "pid", "user", "uts");
  }

  @Test
  @SpecRule("features-linux.md#capabilities: those that the runtime knows, whatever the host has")
  void featuresTellsTheCapabilities(RuntimeUnderTest runtime) {
    assertThat(texts(features(runtime).at("/linux/capabilities")))
        .contains("CAP_CHOWN", "CAP_SYS_ADMIN", "CAP_CHECKPOINT_RESTORE")
        .hasSizeGreaterThanOrEqualTo(41);
  }

  @Test
  @SpecRule("features-linux.md#cgroup: whether the runtime knows cgroup v1, v2 and systemd")
  void featuresTellsTheCgroupVersions(RuntimeUnderTest runtime) {
    JsonNode cgroup = features(runtime).at("/linux/cgroup");
    assertThat(cgroup.path("v1").asBoolean()).isTrue();
    assertThat(cgroup.path("v2").asBoolean()).isTrue();
    assertThat(cgroup.path("systemd").isBoolean()).isTrue();
  }

  @Test
  @SpecRule("features-linux.md#namespaces: the runtime MUST recognize them in config.json")
  void everyNamespaceThatIsToldCanBeMade(Sandbox sandbox) {
    List<String> types = texts(features(sandbox.runtime()).at("/linux/namespaces"));
    Container container =
        sandbox.container(
            config -> {
              config.sleeping().set("/linux/namespaces", List.of());
              types.stream().filter(type -> !type.equals("user")).forEach(config::namespace);
              if (types.contains("user")) {
                config.userNamespace(100_000);
              }
            });
    container.launch();
    for (String type : types) {
      String file = type.equals("network") ? "net" : type.equals("mount") ? "mnt" : type;
      assertThat(Host.namespace(container.pid(), file))
          .as(type)
          .isNotEqualTo(Host.namespace("self", file));
    }
  }

  @Test
  @SpecRule("features-linux.md#capabilities: the runtime MUST recognize them in config.json")
  void everyCapabilityThatIsToldIsGivenIfTheHostHasIt(Sandbox sandbox) {
    List<String> names = texts(features(sandbox.runtime()).at("/linux/capabilities"));
    String shown =
        sandbox
            .container(
                config ->
                    config
                        .capabilities(names.toArray(String[]::new))
                        .sh("grep CapBnd /proc/self/status"))
            .output();
    String own = Host.status(ProcessHandle.current().pid()).get("CapBnd");
    assertThat(Host.parseStatus(shown)).containsEntry("CapBnd", own);
  }

  @Test
  @SpecRule("features.md#hooks: the runtime MUST recognize them in config.json")
  void everyHookThatIsToldRuns(Sandbox sandbox) {
    List<String> kinds = texts(features(sandbox.runtime()).path("hooks"));
    Path folder = sandbox.newFolder();
    Container container =
        sandbox.container(
            config -> {
              config.bind(folder.toString(), folder, "rbind", "rw");
              for (String kind : kinds) {
                String line = ": > " + folder.resolve(kind);
                config.add(
                    "/hooks/" + kind, Map.of("path", "/bin/sh", "args", List.of("sh", "-c", line)));
              }
            });
    container.run().succeeds();
    assertThat(HostFiles.names(folder)).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @Test
  @SpecRule("features.md#mount-options: the runtime MUST recognize them in config.json")
  void everyMountOptionThatIsToldHasItsEffect(Sandbox sandbox) {
    List<String> options = texts(features(sandbox.runtime()).path("mountOptions"));
    Container container =
        sandbox.container(
            config -> {
              config.sh("cat /proc/self/mountinfo");
              for (String option : options) {
                mount(config, option);
              }
            });
    HostFiles.folder(container.bundle().folder().resolve("source"));
    List<MountEntry> mounts = MountEntry.parse(container.output());
    for (String option : options) {
      MountEntry mount =
          mounts.stream()
              .filter(entry -> entry.path().equals("/m/" + option))
              .reduce((first, last) -> last)
              .orElseThrow(() -> new AssertionError("no mount with " + option));
      String ofMountBelow = option.startsWith("r") ? option.substring(1) : option;
      if (SHOWN.contains(option)) {
        assertThat(mount.options()).contains(option);
      } else if (SHOWN.contains(ofMountBelow)) {
        assertThat(mount.options()).contains(ofMountBelow);
      } else if (option.endsWith("shared")) {
        assertThat(mount.propagation()).anyMatch(word -> word.startsWith("shared:"));
      } else if (option.endsWith("unbindable")) {
        assertThat(mount.propagation()).contains("unbindable");
      } else if (option.endsWith("idmap")) {
        assertThat(mount.options()).contains("idmapped");
      }
    }
  }

  private static void mount(Config config, String option) {
    String target = "/m/" + option;
    Map<String, Integer> mapping = Map.of("containerID", 0, "hostID", 1000, "size", 1);
    switch (option) {
      case "remount" ->
          config.mount(target, "tmpfs", "tmpfs").mount(target, "tmpfs", "tmpfs", option);
      case "bind", "rbind" -> config.bind(target, "source", option);
      case "idmap", "ridmap" ->
          config.add(
              "/mounts",
              Map.of(
                  "destination", target,
                  "source", "source",
                  "options", List.of("rbind", option),
                  "uidMappings", List.of(mapping),
                  "gidMappings", List.of(mapping)));
      default -> config.mount(target, "tmpfs", "tmpfs", option);
    }
  }

  @Test
  @Requires(Need.MEMORY_NODES)
  @SpecRule("features-linux.md#memoryPolicy: the runtime MUST recognize modes and flags")
  void everyMemoryPolicyThatIsToldIsAskedOfTheKernel(Sandbox sandbox) {
    JsonNode told = features(sandbox.runtime()).at("/linux/memoryPolicy");
    for (String mode : texts(told.path("modes"))) {
      boolean ofNoNodes = mode.equals("MPOL_DEFAULT") || mode.equals("MPOL_LOCAL");
      runOrKernelRefuses(
          sandbox, Map.of("mode", mode, "nodes", ofNoNodes ? "" : "0", "flags", List.of()));
    }
    for (String flag : texts(told.path("flags"))) {
      runOrKernelRefuses(
          sandbox, Map.of("mode", "MPOL_BIND", "nodes", "0", "flags", List.of(flag)));
    }
  }

  /** The kernel may be older than a mode. */
  private static void runOrKernelRefuses(Sandbox sandbox, Map<String, Object> policy) {
    Outcome outcome = sandbox.container(config -> config.set("/linux/memoryPolicy", policy)).run();
    if (outcome.exitCode() != 0) {
      outcome.failsSaying("invalid argument");
    }
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("features.md#annotations: arbitrary metadata, such as the version")
  void featuresTellsItsOwnVersion(RuntimeUnderTest runtime) {
    String version = runtime.plainCommand("--version").execute().stdout();
    String told = features(runtime).path("annotations").path("io.jrunc.version").asText();
    assertThat(told).isNotEmpty();
    assertThat(version).contains(told);
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("features-linux.md#netdevices: whether the runtime supports them")
  void featuresTellsThatNetworkDevicesCanMove(Sandbox sandbox) {
    JsonNode linux = features(sandbox.runtime()).path("linux");
    assertThat(linux.at("/netDevices/enabled").asBoolean(false)).isTrue();
  }

  private static JsonNode features(RuntimeUnderTest runtime) {
    return Json.parse(runtime.plainCommand("features").execute().succeeds().stdout());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
