package io.jrunc.cgroup;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cgroups of this machine, found by a few lines of this test's own. */
final class HostLayout {

  private static final List<String> NOT_CONTROLLERS =
      List.of("rw", "ro", "xattr", "noprefix", "clone_children", "cpuset_v2_mode");

  private HostLayout() {}

  static CgroupLayout read() {
    try {
      List<Hierarchy> found = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        String[] fields = line.split(" ", -1);
        String[] filesystem = line.substring(line.indexOf(" - ") + 3).split(" ", -1);
        if (filesystem[0].equals("cgroup")) {
          List<String> controllers = new ArrayList<>(List.of(filesystem[2].split(",", -1)));
          controllers.removeIf(o -> NOT_CONTROLLERS.contains(o) || o.startsWith("release_agent"));
          found.add(new Hierarchy(1, controllers, fields[4], fields[3], "/"));
        } else if (filesystem[0].equals("cgroup2")) {
          String text = Files.readString(Path.of(fields[4], "cgroup.controllers"));
          found.add(new Hierarchy(2, KernelText.words(text), fields[4], fields[3], "/"));
        }
      }
      return new CgroupLayout(found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
