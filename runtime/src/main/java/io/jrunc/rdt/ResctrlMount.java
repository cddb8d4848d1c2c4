package io.jrunc.rdt;

import io.jrunc.linux.Mountinfo;
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
        return Optional.of(Path.of(Mountinfo.path(fields[POINT])));
      }
    }
    return Optional.empty();
  }
}
