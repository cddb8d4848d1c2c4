package io.jrunc.host;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ResourceLimit;
import java.util.List;
import java.util.StringTokenizer;

/** RLIMIT_NOFILE as /proc/PID/limits has it, which the JVM's options keep as our caller set it. */
final class OpenFilesLimit {
  private static final String NAME = "Max open files";

  private OpenFilesLimit() {}

  static ResourceLimit parse(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(NAME)) {
        StringTokenizer words = new StringTokenizer(line.substring(NAME.length()));
        return new ResourceLimit(number(words.nextToken()), number(words.nextToken()));
      }
    }
    throw new OperationException("read", "/proc/self/limits", "there is no line " + NAME);
  }

  private static long number(String word) {
    return word.equals("unlimited") ? ResourceLimit.INFINITY : Long.parseUnsignedLong(word);
  }
}
