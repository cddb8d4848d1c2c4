package io.jrunc.rdt;

import java.nio.file.Path;
import java.util.Optional;

/** Finds where resctrl is mounted, see proc_pid_mountinfo(5). */
final class ResctrlMount {
  private static final String TYPE = " - resctrl ";
  private static final int POINT = 4;

  private ResctrlMount() {}

  /** The first mount of a mountinfo that is one of resctrl. */
  static Optional<Path> find(String mountinfo) {
    for (String line : mountinfo.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (line.contains(TYPE) && fields.length > POINT) {
        return Optional.of(Path.of(unescape(fields[POINT])));
      }
    }
    return Optional.empty();
  }

  /** Blanks, line breaks and backslashes are a backslash and three octal digits. */
  private static String unescape(String path) {
    StringBuilder plain = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '\\') {
        plain.append((char) Integer.parseInt(path.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(path.charAt(i));
      }
    }
    return plain.toString();
  }
}
