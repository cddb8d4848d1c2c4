package io.jrunc.bundle;

import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.Resources;

/** Processors and memory nodes of the cgroup are lists of numbers that a kernel can know. */
final class CpusetRule {
  private static final String POINTER = "/linux/resources/cpu";

  private CpusetRule() {}

  static void check(Resources resources, Problems problems) {
    Cpu cpu = resources.cpu();
    String cpus = cpu.cpus();
    if (cpus != null && !cpus.isEmpty() && CpuList.parse(cpus).isEmpty()) {
      problems.refuse(POINTER + "/cpus", cpus, "is not a list of processors such as 0-3,7");
    }
    String mems = cpu.mems();
    if (mems != null && !mems.isEmpty() && NodeList.parse(mems).isEmpty()) {
      problems.refuse(POINTER + "/mems", mems, "is not a list of memory nodes such as 0-3,7");
    }
  }
}
