package io.jrunc.host;

import io.jrunc.error.KernelException;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.JoinPlan;
import io.jrunc.spec.linux.NamespaceType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out in which namespaces a container is that we are not in. */
public final class JoinReader {
  /** Those of this process, while it is a resident engine, which never leaves them. */
  private static volatile Optional<Map<NamespaceType, FileStatus>> known = Optional.empty();

  private final FileCalls files;
  private final CallingProcess caller;

  /**
   * A reader.
   *
   * @param caller for whom it is; this process does the joining
   */
  public JoinReader(FileCalls files, CallingProcess caller) {
    this.files = files;
    this.caller = caller;
  }

  /**
   * How to get to where a process is.
   *
   * @param init of the container; it must be held, or its number may be another's by now
   * @throws KernelException ENOENT when it has ended
   */
  public JoinPlan read(Pid init) {
    Set<NamespaceType> others = EnumSet.noneOf(NamespaceType.class);
    for (Map.Entry<NamespaceType, FileStatus> own : own().entrySet()) {
      FileStatus its = files.statx(path(init.toString(), own.getKey()));
      if (!its.sameFile(own.getValue())) {
        others.add(own.getKey());
      }
    }
    return new JoinPlan(init.number(), others);
  }

  private Map<NamespaceType, FileStatus> own() {
    if (caller.isThis()) {
      return readOwn();
    }
    Optional<Map<NamespaceType, FileStatus>> own = known;
    if (own.isEmpty()) {
      own = Optional.of(readOwn());
      known = own;
    }
    return own.get();
  }

  /** Without the types that the kernel doesn't have. */
  private Map<NamespaceType, FileStatus> readOwn() {
    Map<NamespaceType, FileStatus> all = new EnumMap<>(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      try {
        all.put(type, files.statx(path("self", type)));
      } catch (KernelException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
    return all;
  }

  private static String path(String process, NamespaceType type) {
    return "/proc/" + process + "/ns/" + NamespaceReader.file(type);
  }
}
