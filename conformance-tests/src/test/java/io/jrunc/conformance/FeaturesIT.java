package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.RuntimeUnderTest;
import io.jrunc.conformance.kit.SpecRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** features.md and features-linux.md: the document that the features command writes. */
@Conformance
class FeaturesIT {

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

  private static JsonNode features(RuntimeUnderTest runtime) {
    return Json.parse(runtime.plainCommand("features").execute().succeeds().stdout());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
