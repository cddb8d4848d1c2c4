package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.state.CgroupFeatures;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.IntelRdtFeatures;
import io.jrunc.spec.state.LinuxFeatures;
import io.jrunc.spec.state.MemoryPolicyFeatures;
import io.jrunc.spec.state.SeccompFeatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FeaturesWriterTest {
  private static final Features FULL =
      new Features(
          "1.0.0",
          "1.3.0",
          List.of("prestart"),
          List.of("ro", "rw"),
          new LinuxFeatures(
              List.of("pid"),
              List.of("CAP_KILL"),
              new CgroupFeatures(true, true, false, false, true),
              new SeccompFeatures(
                  true,
                  List.of("SCMP_ACT_ALLOW"),
                  List.of("SCMP_CMP_EQ"),
                  List.of("SCMP_ARCH_X86_64"),
                  List.of("SECCOMP_FILTER_FLAG_LOG"),
                  List.of("SECCOMP_FILTER_FLAG_TSYNC")),
              true,
              false,
              new IntelRdtFeatures(true, true, false),
              new MemoryPolicyFeatures(List.of("MPOL_BIND"), List.of("MPOL_F_STATIC_NODES")),
              true,
              true),
          Map.of("io.jrunc.version", "1"),
          List.of("org.systemd.property."));

  @Test
  void everyMemberIsWrittenWhereTheSpecificationHasIt() {
    assertThat(FeaturesWriter.write(FULL).replaceAll("\\s", ""))
        .isEqualTo(
            """
            {"ociVersionMin":"1.0.0","ociVersionMax":"1.3.0","hooks":["prestart"],
             "mountOptions":["ro","rw"],
             "linux":{"namespaces":["pid"],"capabilities":["CAP_KILL"],
               "cgroup":{"v1":true,"v2":true,"systemd":false,"systemdUser":false,"rdma":true},
               "seccomp":{"enabled":true,"actions":["SCMP_ACT_ALLOW"],"operators":["SCMP_CMP_EQ"],
                 "archs":["SCMP_ARCH_X86_64"],"knownFlags":["SECCOMP_FILTER_FLAG_LOG"],
                 "supportedFlags":["SECCOMP_FILTER_FLAG_TSYNC"]},
               "apparmor":{"enabled":true},"selinux":{"enabled":false},
               "intelRdt":{"enabled":true,"schemata":true,"monitoring":false},
               "memoryPolicy":{"modes":["MPOL_BIND"],"flags":["MPOL_F_STATIC_NODES"]},
               "mountExtensions":{"idmap":{"enabled":true}},"netDevices":{"enabled":true}},
             "annotations":{"io.jrunc.version":"1"},
             "potentiallyUnsafeConfigAnnotations":["org.systemd.property."]}"""
                .replaceAll("\\s", ""));
  }

  @Test
  void whatWasWrittenCanBeRead() {
    byte[] written = FeaturesWriter.write(FULL).getBytes(StandardCharsets.UTF_8);

    assertThat(FeaturesReader.read(written)).isEqualTo(FULL);
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    Features little =
        FeaturesReader.read(
            SpecReaderTest.bytes("{'ociVersionMin':'1.0.0','ociVersionMax':'1.1.0'}"));

    assertThat(FeaturesWriter.write(little))
        .isEqualTo("{\n    \"ociVersionMin\": \"1.0.0\",\n    \"ociVersionMax\": \"1.1.0\"\n}");
  }
}
