package io.jrunc.stats;

import io.jrunc.error.KernelException;
import io.jrunc.linux.abi.Errno;
import io.jrunc.spec.stats.PidsStats;

/** Counts a group's processes and threads. */
final class PidsReader {
  private PidsReader() {}

  /** The files are the same in both versions. */
  static PidsStats read(GroupFiles group) {
    if (!group.has("pids.current")) {
      return new PidsStats(listed(group), 0);
    }
    long limit = group.number("pids.max");
    return new PidsStats(group.number("pids.current"), limit == GroupFiles.UNLIMITED ? 0 : limit);
  }

  /** Processes, where nobody counts threads. */
  private static int listed(GroupFiles group) {
    try {
      return group.lines("cgroup.procs").size();
    } catch (KernelException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      return group.lines("cgroup.threads").size(); // a group of threads lists no processes
    }
  }
}
