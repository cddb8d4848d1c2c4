package io.jrunc.bundle;

import io.jrunc.spec.ExecCpuAffinity;
import io.jrunc.spec.Spec;
import org.jspecify.annotations.Nullable;

/** Processors for exec'd programs are lists of processors. */
final class AffinityRule {
  private AffinityRule() {}

  static void check(Spec spec, Problems problems) {
    ExecCpuAffinity affinity = spec.process() == null ? null : spec.process().execCpuAffinity();
    if (affinity != null) {
      check("/process/execCPUAffinity/initial", affinity.initial(), problems);
      check("/process/execCPUAffinity/final", affinity.last(), problems);
    }
  }

  private static void check(String pointer, @Nullable String list, Problems problems) {
    if (list != null && CpuList.parse(list).isEmpty()) {
      problems.refuse(pointer, list, "is not a list of processors such as 0-3,7");
    }
  }
}
