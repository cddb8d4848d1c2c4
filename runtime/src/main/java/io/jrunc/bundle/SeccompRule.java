package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompAction;
import io.jrunc.spec.linux.Syscall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Actions of seccomp get what they need, and nothing that they would ignore. */
final class SeccompRule {
  private static final String POINTER = "/linux/seccomp";

  /** What the kernel takes as an errno (MAX_ERRNO). */
  private static final int LARGEST_ERRNO = 4095;

  /** What fits beside an action (SECCOMP_RET_DATA). */
  private static final int LARGEST_MESSAGE = 0xffff;

  private SeccompRule() {}

  static void check(Spec spec, Problems problems) {
    Seccomp profile = spec.linux().seccomp();
    if (profile == null) {
      return;
    }
    number(
        POINTER + "/defaultErrnoRet", profile.defaultErrnoRet(), profile.defaultAction(), problems);
    boolean notifies = profile.defaultAction() == SeccompAction.ACT_NOTIFY;
    List<Syscall> rules = profile.syscalls();
    for (int i = 0; i < rules.size(); i++) {
      Syscall rule = rules.get(i);
      String pointer = POINTER + "/syscalls/" + i;
      number(pointer + "/errnoRet", rule.errnoRet(), rule.action(), problems);
      names(pointer + "/names", rule.names(), problems);
      notifies |= rule.action() == SeccompAction.ACT_NOTIFY;
    }
    listener(profile, notifies, problems);
  }

  private static void number(
      String pointer, @Nullable Long number, SeccompAction action, Problems problems) {
    if (number == null) {
      return;
    }
    if (action != SeccompAction.ACT_ERRNO && action != SeccompAction.ACT_TRACE) {
      problems.add(
          pointer,
          "has no meaning for " + action.word() + "; SCMP_ACT_ERRNO and SCMP_ACT_TRACE have one");
      return;
    }
    int largest = action == SeccompAction.ACT_ERRNO ? LARGEST_ERRNO : LARGEST_MESSAGE;
    if (number > largest) {
      problems.add(pointer, number + " is above " + largest + ", the largest for " + action.word());
    }
  }

  private static void names(String pointer, List<String> names, Problems problems) {
    if (names.isEmpty()) {
      problems.add(pointer, "is empty; a rule is about one system call at least");
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        problems.refuse(pointer + "/" + i, "", "is not the name of a system call");
      }
    }
  }

  private static void listener(Seccomp profile, boolean notifies, Problems problems) {
    String path = profile.listenerPath();
    if (path == null || path.isEmpty()) {
      if (notifies) {
        problems.add(POINTER + "/listenerPath", "is missing; SCMP_ACT_NOTIFY needs a listener");
      }
      String metadata = profile.listenerMetadata();
      if (metadata != null && !metadata.isEmpty()) {
        problems.add(POINTER + "/listenerMetadata", "is only for a listener; set listenerPath");
      }
    } else {
      problems.isAbsolutePath(POINTER + "/listenerPath", path);
    }
  }
}
