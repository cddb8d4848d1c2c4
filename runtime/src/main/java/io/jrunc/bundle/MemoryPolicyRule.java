package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.MemoryPolicy;
import io.jrunc.spec.linux.MemoryPolicyFlag;
import io.jrunc.spec.linux.MemoryPolicyMode;
import java.util.List;

/** Mode, nodes and flags fit together as set_mempolicy(2) wants them. */
final class MemoryPolicyRule {
  private static final String POINTER = "/linux/memoryPolicy";

  private MemoryPolicyRule() {}

  static void check(Spec spec, Problems problems) {
    MemoryPolicy policy = spec.linux().memoryPolicy();
    if (policy != null) {
      nodes(policy, problems);
      flags(policy, problems);
    }
  }

  private static void nodes(MemoryPolicy policy, Problems problems) {
    String nodes = policy.nodes();
    String mode = policy.mode().word();
    if (nodes == null) {
      if (needsNodes(policy.mode())) {
        problems.add(POINTER + "/nodes", "is required for " + mode);
      }
    } else if (NodeList.parse(nodes).isEmpty()) {
      problems.refuse(
          POINTER + "/nodes", nodes, "is not a list of nodes below " + NodeList.LIMIT + ": 0-3,7");
    } else if (!takesNodes(policy.mode())) {
      problems.add(POINTER + "/nodes", "must be empty for " + mode);
    }
  }

  private static boolean needsNodes(MemoryPolicyMode mode) {
    return takesNodes(mode) && mode != MemoryPolicyMode.MPOL_PREFERRED;
  }

  private static boolean takesNodes(MemoryPolicyMode mode) {
    return mode != MemoryPolicyMode.MPOL_DEFAULT && mode != MemoryPolicyMode.MPOL_LOCAL;
  }

  private static void flags(MemoryPolicy policy, Problems problems) {
    List<MemoryPolicyFlag> flags = policy.flags();
    for (int i = 0; i < flags.size(); i++) {
      String pointer = POINTER + "/flags/" + i;
      switch (flags.get(i)) {
        case MPOL_F_NUMA_BALANCING -> {
          if (policy.mode() != MemoryPolicyMode.MPOL_BIND
              && policy.mode() != MemoryPolicyMode.MPOL_PREFERRED_MANY) {
            problems.add(
                pointer, "MPOL_F_NUMA_BALANCING is only for MPOL_BIND and MPOL_PREFERRED_MANY");
          }
        }
        case MPOL_F_STATIC_NODES, MPOL_F_RELATIVE_NODES -> {
          if (policy.nodes() == null) {
            problems.add(pointer, flags.get(i).word() + " is only for a policy with nodes");
          }
        }
      }
    }
    if (flags.contains(MemoryPolicyFlag.MPOL_F_STATIC_NODES)
        && flags.contains(MemoryPolicyFlag.MPOL_F_RELATIVE_NODES)) {
      problems.add(
          POINTER + "/flags", "MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES exclude each other");
    }
  }
}
