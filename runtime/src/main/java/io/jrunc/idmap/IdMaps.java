package io.jrunc.idmap;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.spec.IdMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The id maps of user namespaces, written with the rights of this process. */
public final class IdMaps {
  private final FileCalls files;

  /** Writes through the host's /proc. */
  public IdMaps(FileCalls files) {
    this.files = files;
  }

  /**
   * Maps users and groups of the namespace that a process has just made. The kernel takes each map
   * once, whole.
   *
   * @throws OperationException with the pointer to the field whose map the kernel refuses
   */
  public void write(Pid process, List<IdMapping> users, List<IdMapping> groups) {
    write(process, "/linux", users, groups);
  }

  /** The same, for mappings of another object than {@code /linux}, such as {@code /mounts/1}. */
  public void write(Pid process, String pointer, List<IdMapping> users, List<IdMapping> groups) {
    write(pointer + "/uidMappings", "/proc/" + process + "/uid_map", users);
    write(pointer + "/gidMappings", "/proc/" + process + "/gid_map", groups);
  }

  private void write(String pointer, String path, List<IdMapping> mappings) {
    try (Fd file = files.open(path, OpenFlag.O_WRONLY)) {
      files.write(file, lines(mappings).getBytes(StandardCharsets.US_ASCII));
    } catch (KernelException e) {
      throw new OperationException(pointer, lines(mappings).strip().replace("\n", ", "), e);
    }
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
}
