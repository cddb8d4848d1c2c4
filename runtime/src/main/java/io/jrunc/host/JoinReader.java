package io.jrunc.host;

import io.jrunc.error.KernelException;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.JoinPlan;
import io.jrunc.spec.linux.NamespaceType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Finds out in which namespaces a container is that we are not in. */
public final class JoinReader {
  private final FileCalls files;

  public JoinReader(FileCalls files) {
    this.files = files;
  }

  /**
   * How to get to where a process is.
   *
   * @param init of the container; it must be held, or its number may be another's by now
   * @throws KernelException ENOENT when it has ended
   */
  public JoinPlan read(Pid init) {
    Set<NamespaceType> others = EnumSet.noneOf(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      Optional<FileStatus> own = own(type);
      if (own.isPresent() && !files.statx(path(init.toString(), type)).sameFile(own.get())) {
        others.add(type);
      }
    }
    return new JoinPlan(init.number(), others);
  }

  /** Empty for a type that the kernel doesn't have. */
  private Optional<FileStatus> own(NamespaceType type) {
    try {
      return Optional.of(files.statx(path("self", type)));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String path(String process, NamespaceType type) {
    return "/proc/" + process + "/ns/" + NamespaceReader.file(type);
  }
}
