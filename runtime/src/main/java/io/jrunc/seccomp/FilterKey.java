package io.jrunc.seccomp;

import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompArch;
import io.jrunc.spec.linux.Syscall;
import io.jrunc.spec.linux.SyscallArg;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * All that a filter depends on, written out: two keys are equal only if their filters would be. A
 * zero byte ends each name, and one more their list; there is none in a name, and no name is empty.
 */
final class FilterKey {
  /** To be raised whenever the same profile becomes another filter. */
  private static final String RULES = "1";

  private FilterKey() {}

  /**
   * The key of a profile.
   *
   * @param library which libseccomp makes the filter
   */
  static byte[] of(Seccomp profile, String library) {
    StringBuilder text = new StringBuilder(16 * 1024);
    text.append(RULES).append(' ').append(System.getProperty("os.arch")).append(' ');
    text.append(System.getProperty("os.version")).append('\n').append(library).append('\n');
    text.append(profile.defaultAction().word());
    number(text, profile.defaultErrnoRet());
    for (SeccompArch architecture : profile.architectures()) {
      text.append(' ').append(architecture.word());
    }
    for (Syscall rule : profile.syscalls()) {
      rule(text, rule);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void rule(StringBuilder text, Syscall rule) {
    text.append('\n').append(rule.action().word());
    number(text, rule.errnoRet());
    for (SyscallArg arg : rule.args()) {
      text.append(' ').append(arg.index()).append(arg.op().word()).append(arg.value());
      text.append(',').append(arg.valueTwo());
    }
    text.append(' ');
    for (String name : rule.names()) {
      text.append(name).append('\0');
    }
    text.append('\0');
  }

  private static void number(StringBuilder text, @Nullable Long number) {
    if (number != null) {
      text.append(' ').append((long) number);
    }
  }
}
