package io.jrunc.conformance.kit;

import java.nio.file.Path;

/** The freezer of a group, as whichever version of cgroups has it. */
public record Freezer(Path group) {

  /** That of the group that a process is in. */
  public static Freezer of(long pid) {
    return new Freezer(Cgroups.groupOf(pid, "freezer"));
  }

  /** A new group below, which goes with the container's. */
  public Freezer below(String name) {
    return new Freezer(HostFiles.folder(group.resolve(name)));
  }

  /** Moves a process into the group. */
  public void take(long pid) {
    HostFiles.write(group.resolve("cgroup.procs"), Long.toString(pid));
  }

  public void freeze() {
    HostFiles.write(file(), Cgroups.isV1() ? "FROZEN" : "1");
    Await.until(group + " to freeze", this::isFrozen);
  }

  public void thaw() {
    HostFiles.write(file(), Cgroups.isV1() ? "THAWED" : "0");
  }

  /** Whether all processes of the group stand still. */
  public boolean isFrozen() {
    return Cgroups.isV1()
        ? HostFiles.read(file()).equals("FROZEN\n")
        : HostFiles.read(group.resolve("cgroup.events")).contains("frozen 1\n");
  }

  private Path file() {
    return group.resolve(Cgroups.isV1() ? "freezer.state" : "cgroup.freeze");
  }
}
