package io.jrunc.engine;

import io.jrunc.bundle.MountOption;
import io.jrunc.linux.abi.Capability;
import io.jrunc.seccomp.SupportedFlags;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.Word;
import io.jrunc.spec.linux.MemoryPolicyFlag;
import io.jrunc.spec.linux.MemoryPolicyMode;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.SeccompAction;
import io.jrunc.spec.linux.SeccompArch;
import io.jrunc.spec.linux.SeccompFlag;
import io.jrunc.spec.linux.SeccompOperator;
import io.jrunc.spec.state.CgroupFeatures;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.IntelRdtFeatures;
import io.jrunc.spec.state.LinuxFeatures;
import io.jrunc.spec.state.MemoryPolicyFeatures;
import io.jrunc.spec.state.SeccompFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what this version can do: from the tables that it reads configurations by, and a flag for
 * each topic that has none. Of the host, only the kernel plays a part: in the flags of filters.
 */
public final class DescribeFeatures {
  private static final String OLDEST_SPEC = "1.0.0";

  private final Release release;
  private final SupportedFlags filterFlags;

  DescribeFeatures(Release release, SupportedFlags filterFlags) {
    this.release = release;
    this.filterFlags = filterFlags;
  }

  /** What this version can do. */
  public Features run() {
    return new Features(
        OLDEST_SPEC,
        Release.SPEC_VERSION,
        hooks(),
        mountOptions(),
        linux(),
        annotations(),
        List.of("org.systemd.property."));
  }

  private static List<String> hooks() {
    List<String> kinds = new ArrayList<>();
    for (HookKind kind : HookKind.values()) {
      kinds.add(kind.word());
    }
    return kinds;
  }

  private static List<String> mountOptions() {
    List<String> words = new ArrayList<>();
    for (MountOption option : MountOption.values()) {
      words.add(option.word());
    }
    words.sort(null);
    return words;
  }

  private LinuxFeatures linux() {
    List<String> namespaces = new ArrayList<>();
    for (NamespaceType type : NamespaceType.values()) {
      namespaces.add(type.word());
    }
    namespaces.sort(null);
    List<String> capabilities = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      capabilities.add(capability.name());
    }
    return new LinuxFeatures(
        namespaces,
        capabilities,
        new CgroupFeatures(true, true, true, true, true),
        seccomp(),
        true,
        true,
        new IntelRdtFeatures(true, true, true),
        new MemoryPolicyFeatures(
            words(MemoryPolicyMode.values()), words(MemoryPolicyFlag.values())),
        true,
        true);
  }

  private SeccompFeatures seccomp() {
    return new SeccompFeatures(
        true,
        words(SeccompAction.values()),
        words(SeccompOperator.values()),
        words(SeccompArch.values()),
        words(SeccompFlag.values()),
        supportedFlags());
  }

  private List<String> supportedFlags() {
    List<String> words = new ArrayList<>();
    for (SeccompFlag flag : SeccompFlag.values()) {
      if (filterFlags.contains(flag)) {
        words.add(flag.word());
      }
    }
    return words;
  }

  private static List<String> words(Word[] vocabulary) {
    List<String> words = new ArrayList<>(vocabulary.length);
    for (Word word : vocabulary) {
      words.add(word.word());
    }
    return words;
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("io.jrunc.version", release.version());
    release.commit().ifPresent(commit -> annotations.put("io.jrunc.commit", commit));
    return annotations;
  }
}
