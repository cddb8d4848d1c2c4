package io.jrunc.seccomp;

import io.jrunc.linux.abi.Errno;
import io.jrunc.spec.linux.SeccompAction;
import org.jspecify.annotations.Nullable;

/** What a filter returns for an action: SECCOMP_RET_ of {@code linux/seccomp.h}. */
final class ReturnValue {
  private static final int KILL_PROCESS = 0x80000000;
  private static final int KILL_THREAD = 0;
  private static final int TRAP = 0x00030000;
  private static final int ERRNO = 0x00050000;
  private static final int USER_NOTIF = 0x7fc00000;
  private static final int TRACE = 0x7ff00000;
  private static final int LOG = 0x7ffc0000;
  private static final int ALLOW = 0x7fff0000;

  /** The call isn't there. */
  static final int NO_SUCH_CALL = ERRNO | Errno.ENOSYS.number();

  private ReturnValue() {}

  /**
   * The value for an action.
   *
   * @param data errno or trace message; absent: EPERM
   */
  static int of(SeccompAction action, @Nullable Long data) {
    int number = data == null ? Errno.EPERM.number() : (int) (long) data;
    return switch (action) {
      case ACT_KILL, ACT_KILL_THREAD -> KILL_THREAD;
      case ACT_KILL_PROCESS -> KILL_PROCESS;
      case ACT_TRAP -> TRAP;
      case ACT_ERRNO -> ERRNO | number;
      case ACT_TRACE -> TRACE | number;
      case ACT_ALLOW -> ALLOW;
      case ACT_LOG -> LOG;
      case ACT_NOTIFY -> USER_NOTIF;
    };
  }
}
