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
  private final FileCalls files;
  private final Optional<KnownHost> known;

  /**
   * A reader for this process, which does the joining.
   *
   * @param known if it stays
   */
  public JoinReader(FileCalls files, Optional<KnownHost> known) {
    this.files = files;
    this.known = known;
  }

  /**
   * How to get to where a process is.
   *
   * @param init of the container; it must be held, or its number may be another's by now
   * @throws KernelException ENOENT when it has ended
   */
  public JoinPlan read(Pid init) {
    Set<NamespaceType> others = EnumSet.noneOf(NamespaceType.class);
    Map<NamespaceType, FileStatus> ours =
        known.isPresent() ? known.get().namespaces() : ownNamespaces(files);
    for (Map.Entry<NamespaceType, FileStatus> own : ours.entrySet()) {
      FileStatus its = files.statx(path(init.toString(), own.getKey()));
      if (!its.sameFile(own.getValue())) {
        others.add(own.getKey());
      }
    }
    return new JoinPlan(init.number(), others);
  }

  /** Those that this process is in, without the types that the kernel doesn't have. */
  static Map<NamespaceType, FileStatus> ownNamespaces(FileCalls files) {
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
