package io.jrunc.idmap;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.plan.HostLacksException;
import io.jrunc.plan.IdMapWriter;
import io.jrunc.plan.NamespacePlan;
import io.jrunc.spec.IdMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The id maps of user namespaces. */
public final class IdMaps {
  private final Kernel kernel;
  private final String searchPath;

  /**
   * Works through the host's /proc.
   *
   * @param searchPath the caller's PATH, in which newuidmap and newgidmap are looked for
   */
  public IdMaps(Kernel kernel, String searchPath) {
    this.kernel = kernel;
    this.searchPath = searchPath;
  }

  /**
   * Maps users and groups of the namespace that a process has just made. The kernel takes each map
   * once, whole.
   *
   * @throws HostLacksException when newuidmap or newgidmap is missing, or refuses
   * @throws OperationException with the pointer to the field whose map the kernel refuses
   */
  public void write(Pid process, NamespacePlan namespaces) {
    write(process, IdKind.USERS, namespaces.uidMappings(), namespaces.uidMapWriter());
    write(process, IdKind.GROUPS, namespaces.gidMappings(), namespaces.gidMapWriter());
  }

  /**
   * The same for mappings of another object than {@code /linux}, with the rights of this process.
   *
   * @param pointer to that object, such as {@code /mounts/1}
   */
  public void write(Pid process, String pointer, List<IdMapping> users, List<IdMapping> groups) {
    write(process, IdKind.USERS, pointer + "/uidMappings", users);
    write(process, IdKind.GROUPS, pointer + "/gidMappings", groups);
  }

  private void write(Pid process, IdKind kind, List<IdMapping> mappings, IdMapWriter writer) {
    if (writer == IdMapWriter.PROGRAM) {
      new MappingProgram(kernel, searchPath).write(process, kind, mappings);
      return;
    }
    if (kind == IdKind.GROUPS && writer == IdMapWriter.ENGINE_OF_ORDINARY_USER) {
      write(process, "setgroups", "deny"); // or the kernel refuses the map
    }
    write(process, kind, kind.pointer(), mappings);
  }

  private void write(Pid process, IdKind kind, String pointer, List<IdMapping> mappings) {
    try {
      write(process, kind.map(), lines(mappings));
    } catch (KernelException e) {
      throw new OperationException(pointer, lines(mappings).strip().replace("\n", ", "), e);
    }
  }

  private void write(Pid process, String file, String text) {
    try (Fd fd = kernel.files().open(path(process, file), OpenFlag.O_WRONLY)) {
      kernel.files().write(fd, text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Makes sure that the namespace that a process has joined has the maps that config.json says.
   *
   * @throws HostLacksException when it has others
   */
  public void compare(Pid process, NamespacePlan namespaces) {
    compare(process, IdKind.USERS, namespaces.uidMappings());
    compare(process, IdKind.GROUPS, namespaces.gidMappings());
  }

  private void compare(Pid process, IdKind kind, List<IdMapping> mappings) {
    if (mappings.isEmpty()) {
      return;
    }
    List<IdMapping> present;
    try (Fd fd = kernel.files().open(path(process, kind.map()), OpenFlag.O_RDONLY)) {
      present = parse(new String(kernel.files().readAll(fd), StandardCharsets.US_ASCII));
    }
    if (!merged(present).equals(merged(mappings))) {
      throw new HostLacksException(
          kind.pointer(),
          "the user namespace to join maps others: " + lines(present).strip().replace("\n", ", "));
    }
  }

  private static String path(Pid process, String file) {
    return "/proc/" + process + "/" + file;
  }

  /** One line a range: first id inside, first id outside, how many. */
  static String lines(List<IdMapping> mappings) {
    StringBuilder lines = new StringBuilder();
    for (IdMapping mapping : mappings) {
      lines.append(mapping.containerId()).append(' ').append(mapping.hostId()).append(' ');
      lines.append(mapping.size()).append('\n');
    }
    return lines.toString();
  }

  /** The reverse of {@link #lines}, with any blanks. */
  static List<IdMapping> parse(String text) {
    List<IdMapping> mappings = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split(" +", -1);
      if (words.length == 3) {
        mappings.add(
            new IdMapping(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
      }
    }
    return mappings;
  }

  /** The same map in order, with as few ranges as can be. */
  static List<IdMapping> merged(List<IdMapping> mappings) {
    List<IdMapping> sorted = new ArrayList<>(mappings);
    sorted.sort(Comparator.comparingLong(IdMapping::containerId));
    List<IdMapping> merged = new ArrayList<>();
    for (IdMapping next : sorted) {
      IdMapping last = merged.isEmpty() ? new IdMapping(0, 0, 0) : merged.get(merged.size() - 1);
      boolean follows =
          !merged.isEmpty()
              && next.containerId() == last.containerId() + last.size()
              && next.hostId() == last.hostId() + last.size();
      if (follows) {
        merged.set(
            merged.size() - 1,
            new IdMapping(last.containerId(), last.hostId(), last.size() + next.size()));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }
}
