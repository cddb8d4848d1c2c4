package io.jrunc.spec.json;

import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompAction;
import io.jrunc.spec.linux.SeccompArch;
import io.jrunc.spec.linux.SeccompFlag;
import io.jrunc.spec.linux.SeccompOperator;
import io.jrunc.spec.linux.Syscall;
import io.jrunc.spec.linux.SyscallArg;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code linux.seccomp}. */
final class SeccompReader {
  private static final int MAX_ARGUMENT = 5;

  private SeccompReader() {}

  static Seccomp seccomp(JsonObject seccomp) {
    return new Seccomp(
        seccomp.requiredWord("defaultAction", SeccompAction.values()),
        seccomp.uint32("defaultErrnoRet"),
        seccomp.words("architectures", SeccompArch.values()),
        seccomp.optionalWords("flags", SeccompFlag.values()),
        seccomp.text("listenerPath"),
        seccomp.text("listenerMetadata"),
        syscalls(seccomp));
  }

  private static List<Syscall> syscalls(JsonObject seccomp) {
    List<Syscall> syscalls = new ArrayList<>();
    for (JsonObject syscall : seccomp.objects("syscalls")) {
      syscalls.add(
          new Syscall(
              syscall.requiredTexts("names"),
              syscall.requiredWord("action", SeccompAction.values()),
              syscall.uint32("errnoRet"),
              args(syscall)));
    }
    return syscalls;
  }

  private static List<SyscallArg> args(JsonObject syscall) {
    List<SyscallArg> args = new ArrayList<>();
    for (JsonObject arg : syscall.objects("args")) {
      Long valueTwo = arg.uint64("valueTwo");
      args.add(
          new SyscallArg(
              (int) arg.requiredNumber("index", 0, MAX_ARGUMENT),
              arg.requiredUint64("value"),
              valueTwo == null ? 0 : valueTwo,
              arg.requiredWord("op", SeccompOperator.values())));
    }
    return args;
  }
}
