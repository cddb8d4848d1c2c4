package io.jrunc.idmap;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** newuidmap and newgidmap, which have the rights that an ordinary user lacks. */
final class MappingProgram {
  private static final int LONGEST_OUTPUT = 1000;
  private static final int STANDARD_OUTPUT = 1;

  private final Kernel kernel;
  private final String searchPath;

  MappingProgram(Kernel kernel, String searchPath) {
    this.kernel = kernel;
    this.searchPath = searchPath;
  }

  void write(Pid process, IdKind kind, List<IdMapping> mappings) {
    Optional<Path> program = find(searchPath, kind);
    if (program.isEmpty()) {
      throw new HostLacksException(
          kind.pointer(),
          kind.program()
              + " is needed to map more than one's own id, and it is not in PATH (Debian has it in"
              + " the package uidmap)");
    }
    try (Fd executable = kernel.files().open(program.get().toString(), OpenFlag.O_PATH);
        Fd output = kernel.files().memfdCreate(kind.program())) {
      Spawn spawn =
          new Spawn(
              executable,
              arguments(kind, process, mappings),
              List.of(),
              STANDARD_OUTPUT,
              List.of(output, output),
              new SignalSet(0));
      ExitStatus end = kernel.processes().waitid(kernel.processes().posixSpawn(spawn));
      if (end.code() != 0) {
        throw explain(kind, mappings, said(output, end));
      }
    }
  }

  static Optional<Path> find(String searchPath, IdKind kind) {
    for (String directory : searchPath.split(":", -1)) {
      Path path = Path.of(directory, kind.program());
      if (path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static List<String> arguments(IdKind kind, Pid process, List<IdMapping> mappings) {
    List<String> arguments = new ArrayList<>();
    arguments.add(kind.program());
    arguments.add(process.toString());
    for (IdMapping mapping : mappings) {
      arguments.add(Long.toString(mapping.containerId()));
      arguments.add(Long.toString(mapping.hostId()));
      arguments.add(Long.toString(mapping.size()));
    }
    return arguments;
  }

  private String said(Fd output, ExitStatus end) {
    byte[] bytes = new byte[LONGEST_OUTPUT];
    int length = kernel.files().pread(output, bytes, 0);
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? end.toString() : text.replace("\n", "; ");
  }

  /** The tools say that a range is not allowed, but not where to allow it, nor to whom. */
  private static HostLacksException explain(IdKind kind, List<IdMapping> mappings, String said) {
    ProcessStatus self = ProcessStatus.self();
    long uid = Long.parseLong(self.field("Uid").orElse("").split("\t", -1)[0]);
    long ownId = kind == IdKind.USERS ? uid : self.effectiveGid();
    String name = name(uid);
    Optional<Integer> missing = SubordinateIds.read(kind, name, uid).firstMissing(mappings, ownId);
    if (missing.isEmpty()) {
      return new HostLacksException(kind.pointer(), said);
    }
    IdMapping mapping = mappings.get(missing.get());
    return new HostLacksException(
        kind.pointer() + "/" + missing.get(),
        kind.subordinates()
            + " does not give the ids "
            + mapping.hostId()
            + " to "
            + (mapping.hostId() + mapping.size() - 1)
            + " to user "
            + name
            + "; root can add the line "
            + name
            + ":"
            + mapping.hostId()
            + ":"
            + mapping.size()
            + " ("
            + said
            + ")");
  }

  /** The user's name, or his number where he has none. */
  private static String name(long uid) {
    for (String line : lines("/etc/passwd")) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].equals(Long.toString(uid))) {
        return fields[0];
      }
    }
    return Long.toString(uid);
  }

  /** Of a file that may be missing, as it is where nobody has such ids. */
  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
