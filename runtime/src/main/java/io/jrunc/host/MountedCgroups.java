package io.jrunc.host;

import io.jrunc.linux.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Where this process sees hierarchies of cgroups. */
sealed interface MountedCgroups permits KnownHost, MountedCgroups.Unknown {

  /** The mounts that can be seen, in the order of mountinfo. */
  List<CgroupMount> mounts();

  /**
   * The controllers of a hierarchy of version 2; none if another mount hides it just now.
   *
   * @param mountPoint of one of the mounts
   */
  List<String> controllers(String mountPoint);

  /** The words of cgroup.controllers. */
  static List<String> words(byte[] controllers) {
    String line = new String(controllers, StandardCharsets.UTF_8).trim();
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  /**
   * Looks each time, as a process does that looks once.
   *
   * @param proc has mountinfo
   */
  record Unknown(ProcFiles proc) implements MountedCgroups {
    @Override
    public List<CgroupMount> mounts() {
      return CgroupMount.visible(proc.lines("self/mountinfo"));
    }

    @Override
    public List<String> controllers(String mountPoint) {
      try {
        return words(SmallFile.read(Path.of(mountPoint, "cgroup.controllers")));
      } catch (IOException e) {
        return List.of();
      }
    }
  }
}
