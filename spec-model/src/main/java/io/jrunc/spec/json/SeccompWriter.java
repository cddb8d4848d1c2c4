package io.jrunc.spec.json;

import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompFlag;
import io.jrunc.spec.linux.Syscall;
import io.jrunc.spec.linux.SyscallArg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code linux.seccomp}. */
final class SeccompWriter {
  private SeccompWriter() {}

  static @Nullable JsonMembers seccomp(@Nullable Seccomp seccomp) {
    if (seccomp == null) {
      return null;
    }
    List<SeccompFlag> flags = seccomp.flags();
    return new JsonMembers()
        .word("defaultAction", seccomp.defaultAction())
        .value("defaultErrnoRet", seccomp.defaultErrnoRet())
        .words("architectures", seccomp.architectures())
        .value("flags", flags == null ? null : JsonMembers.texts(flags))
        .value("listenerPath", seccomp.listenerPath())
        .value("listenerMetadata", seccomp.listenerMetadata())
        .objects("syscalls", syscalls(seccomp.syscalls()));
  }

  private static List<JsonMembers> syscalls(List<Syscall> syscalls) {
    List<JsonMembers> written = new ArrayList<>();
    for (Syscall syscall : syscalls) {
      written.add(
          new JsonMembers()
              .values("names", syscall.names())
              .word("action", syscall.action())
              .value("errnoRet", syscall.errnoRet())
              .objects("args", args(syscall.args())));
    }
    return written;
  }

  private static List<JsonMembers> args(List<SyscallArg> args) {
    List<JsonMembers> written = new ArrayList<>();
    for (SyscallArg arg : args) {
      written.add(
          new JsonMembers()
              .value("index", arg.index())
              .uint64("value", arg.value())
              .uint64("valueTwo", arg.valueTwo() == 0 ? null : (Long) arg.valueTwo())
              .word("op", arg.op()));
    }
    return written;
  }
}
