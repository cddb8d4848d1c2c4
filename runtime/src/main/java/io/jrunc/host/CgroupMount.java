package io.jrunc.host;

import io.jrunc.linux.Mountinfo;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * A mounted cgroup hierarchy, a line of /proc/self/mountinfo (see proc_pid_mountinfo(5)).
 *
 * @param version 1 or 2
 * @param root which cgroup is at the mount point
 * @param point absolute path
 * @param options of the hierarchy; of version 1 they include its controllers and its name
 */
record CgroupMount(int version, String root, String point, List<String> options) {
  private static final String SEPARATOR = " - ";
  private static final int ROOT = 3;
  private static final int POINT = 4;

  CgroupMount {
    options = List.copyOf(options);
  }

  /** Those of a whole mountinfo that can be seen. */
  static List<CgroupMount> visible(List<String> mountinfo) {
    List<CgroupMount> all = parse(mountinfo);
    List<CgroupMount> visible = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (isVisible(i, all)) {
        visible.add(all.get(i));
      }
    }
    return visible;
  }

  /** Whether nothing was mounted over it later. */
  private static boolean isVisible(int index, List<CgroupMount> mounts) {
    String point = mounts.get(index).point();
    for (int later = index + 1; later < mounts.size(); later++) {
      if (mounts.get(later).point().equals(point)) {
        return false;
      }
    }
    return new File(point, "cgroup.procs").exists(); // every group has it, and nothing else
  }

  /** Those of a whole mountinfo. */
  static List<CgroupMount> parse(List<String> mountinfo) {
    List<CgroupMount> mounts = new ArrayList<>();
    for (String line : mountinfo) {
      int separator = line.indexOf(SEPARATOR);
      if (separator < 0 || !line.startsWith("cgroup", separator + SEPARATOR.length())) {
        continue; // a host can have thousands of others
      }
      String[] mount = line.substring(0, separator).split(" ", -1);
      String[] filesystem = line.substring(separator + SEPARATOR.length()).split(" ", -1);
      if (filesystem[0].equals("cgroup") || filesystem[0].equals("cgroup2")) {
        mounts.add(
            new CgroupMount(
                filesystem[0].equals("cgroup") ? 1 : 2,
                Mountinfo.path(mount[ROOT]),
                Mountinfo.path(mount[POINT]),
                List.of(filesystem[2].split(",", -1))));
      }
    }
    return mounts;
  }
}
