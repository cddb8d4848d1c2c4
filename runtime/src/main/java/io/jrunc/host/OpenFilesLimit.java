package io.jrunc.host;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ResourceLimit;
import java.util.List;

/** RLIMIT_NOFILE as /proc/PID/limits has it, which the JVM's options keep as our caller set it. */
final class OpenFilesLimit {
  private static final String NAME = "Max open files";

  private OpenFilesLimit() {}

  static ResourceLimit parse(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(NAME)) {
        String[] words = line.substring(NAME.length()).trim().split(" +", -1);
        return new ResourceLimit(number(words[0]), number(words[1]));
      }
    }
    throw new OperationException("read", "/proc/self/limits", "there is no line " + NAME);
  }

  private static long number(String word) {
    return word.equals("unlimited") ? ResourceLimit.INFINITY : Long.parseUnsignedLong(word);
  }
}
