package io.jrunc.plan;

import io.jrunc.linux.abi.SeccompFlag;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompAction;
import io.jrunc.spec.linux.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Decides how the filter of system calls is installed. */
final class SeccompPlanner {
  private final HostFacts host;
  private final List<String> warnings;

  SeccompPlanner(HostFacts host, List<String> warnings) {
    this.host = host;
    this.warnings = warnings;
  }

  /** The plan; whether filters may be installed is a question of the user namespace. */
  SeccompPlan plan(Seccomp profile) {
    FilterCode filter =
        host.filter()
            .orElseThrow(() -> new IllegalStateException("the filter has not been compiled"));
    if (!filter.unknownCalls().isEmpty()) {
      String names = String.join(", ", filter.unknownCalls());
      warnings.add("/linux/seccomp/syscalls: unknown, and skipped: " + names);
    }
    return new SeccompPlan(filter, flags(profile));
  }

  private List<SeccompFlag> flags(Seccomp profile) {
    List<SeccompFlag> flags = new ArrayList<>();
    boolean listener = notifies(profile);
    if (listener) {
      flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_NEW_LISTENER);
    }
    if (profile.flags() == null) {
      flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW); // as runc: the other costs speed
      return flags;
    }
    for (io.jrunc.spec.linux.SeccompFlag flag : profile.flags()) {
      switch (flag) {
        case TSYNC -> {
          flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC);
          if (listener) { // the result can't be both a descriptor and a thread
            flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC_ESRCH);
          }
        }
        case LOG -> flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_LOG);
        case SPEC_ALLOW -> flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW);
        case WAIT_KILLABLE_RECV -> waitKillable(flags, listener);
      }
    }
    return flags;
  }

  private void waitKillable(List<SeccompFlag> flags, boolean listener) {
    if (listener) {
      flags.add(SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    } else {
      warnings.add(
          "/linux/seccomp/flags: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV has no effect"
              + " without SCMP_ACT_NOTIFY");
    }
  }

  private static boolean notifies(Seccomp profile) {
    boolean found = profile.defaultAction() == SeccompAction.ACT_NOTIFY;
    for (Syscall rule : profile.syscalls()) {
      found |= rule.action() == SeccompAction.ACT_NOTIFY;
    }
    return found;
  }
}
