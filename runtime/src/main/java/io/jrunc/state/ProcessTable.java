package io.jrunc.state;

import io.jrunc.linux.SmallFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells living processes from dead ones and from later ones with the same pid, as proc(5) does. */
public final class ProcessTable {
  private static final int STATE = 3;
  private static final int START_TIME = 22;

  private final Path proc;
  private volatile Optional<ProcessIdentity> self = Optional.empty();

  /** The processes of this machine. */
  public ProcessTable() {
    this(Path.of("/proc"));
  }

  /** The processes below another folder of the same form. */
  public ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** This process, for which it looks once. */
  public ProcessIdentity self() {
    Optional<ProcessIdentity> known = self;
    if (known.isEmpty()) {
      known = Optional.of(readSelf());
      self = known;
    }
    return known.get();
  }

  private ProcessIdentity readSelf() {
    Path self = proc.resolve("self");
    try {
      int pid = Integer.parseInt(Files.readSymbolicLink(self).toString());
      Optional<ProcessIdentity> identity = identify(pid);
      if (identity.isEmpty()) {
        throw new StateException(file(pid, "stat") + ": not a process");
      }
      return identity.get();
    } catch (IOException e) {
      throw StateException.of("readlink", self, e);
    }
  }

  /** The process that has this pid now; empty when there is none or it is dead already. */
  public Optional<ProcessIdentity> identify(int pid) {
    try {
      return parse(pid, text(pid, "stat"));
    } catch (IOException e) {
      return Optional.empty(); // ENOENT, or ESRCH when it ends meanwhile
    }
  }

  /** A child of ours or our caller's that nobody has waited for: it may be dead already. */
  public Optional<ProcessIdentity> identifyUnreaped(int pid) {
    try {
      return parseAny(pid, text(pid, "stat"));
    } catch (IOException e) {
      return Optional.empty(); // ENOENT, or ESRCH when it ends meanwhile
    }
  }

  /** What a process calls itself, also when it is dead and nobody has asked how it ended. */
  public Optional<String> name(int pid) {
    try {
      return Optional.of(text(pid, "comm").strip());
    } catch (IOException e) {
      return Optional.empty(); // ENOENT, or ESRCH when it ends meanwhile
    }
  }

  /** Whether that process still runs; a zombie does not. */
  public boolean isAlive(ProcessIdentity process) {
    Optional<ProcessIdentity> now = identify(process.pid());
    return now.isPresent() && now.get().is(process);
  }

  /** The same of a process that has most likely ended, which costs less than to find out by it. */
  public boolean isStillAlive(ProcessIdentity process) {
    return new File(file(process.pid(), "stat")).exists() && isAlive(process);
  }

  /**
   * Reads a line such as {@code 7 (a b) c) S 1 ...}: the name in parentheses may hold anything.
   *
   * @return empty for a dead process
   */
  static Optional<ProcessIdentity> parse(int pid, String stat) {
    int from = stat.lastIndexOf(')') + 2;
    char state = from < stat.length() ? stat.charAt(from) : 'X';
    return state == 'Z' || state == 'X' || state == 'x' ? Optional.empty() : parseAny(pid, stat);
  }

  private static Optional<ProcessIdentity> parseAny(int pid, String stat) {
    int from = stat.lastIndexOf(')') + 2;
    for (int field = STATE; field < START_TIME && from > 0; field++) {
      from = stat.indexOf(' ', from) + 1;
    }
    int end = stat.indexOf(' ', from);
    if (from <= 0 || end < 0) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(pid, Long.parseLong(stat.substring(from, end))));
  }

  private String text(int pid, String name) throws IOException {
    return new String(SmallFile.readAtOnce(file(pid, name)), StandardCharsets.ISO_8859_1);
  }

  private String file(int pid, String name) {
    return proc + "/" + pid + "/" + name;
  }
}
