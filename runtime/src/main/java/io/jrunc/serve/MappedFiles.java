package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.MemoryAdvice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages of files that this process has mapped and never writes: the JVM's own code, its archive of
 * classes. As long as they are mapped, the kernel is slow to take them back; once given back, they
 * are still in its page cache, and are mapped again when they are looked at.
 */
final class MappedFiles {
  private static final Path AREAS = Path.of("/proc/self/smaps");

  /**
   * An area of memory that could be given back whole.
   *
   * @param start its first address
   * @param length in bytes
   */
  record Area(long start, long length) {}

  private MappedFiles() {}

  /** Gives back what is in memory of them. What can't be, stays. */
  static void giveBack(Kernel kernel) {
    String smaps = new TextFiles(kernel.files()).read(AREAS).orElse("");
    find(smaps).forEach(area -> giveBack(kernel, area));
  }

  private static void giveBack(Kernel kernel, Area area) {
    try {
      kernel.memory().madvise(area.start(), area.length(), MemoryAdvice.MADV_DONTNEED);
    } catch (KernelException e) {
      return; // locked in memory, maybe
    }
  }

  /**
   * The areas of files in which nothing can be lost: they can't be written, and none of their pages
   * is a copy of our own ({@code Anonymous}), as those are that the dynamic linker has changed.
   *
   * @param smaps as in proc_pid_smaps(5)
   */
  static List<Area> find(String smaps) {
    List<Area> areas = new ArrayList<>();
    String head = "";
    for (String line : smaps.split("\n", -1)) {
      if (isHead(line)) {
        head = line;
      } else if (line.startsWith("Anonymous:") && isZero(line) && isFileForReading(head)) {
        areas.add(area(head));
      }
    }
    return areas;
  }

  /** {@code 7f1c80000000-7f1c80021000 r--p 00000000 fe:00 1234 /path}, not {@code Name: value}. */
  private static boolean isHead(String line) {
    int dash = line.indexOf('-');
    int blank = line.indexOf(' ');
    return dash > 0 && dash < blank && line.indexOf(':') > blank;
  }

  private static boolean isZero(String line) {
    return line.endsWith(" 0 kB");
  }

  private static boolean isFileForReading(String head) {
    int rights = head.indexOf(' ') + 1;
    return head.charAt(rights) == 'r' && head.charAt(rights + 1) == '-' && head.indexOf('/') > 0;
  }

  private static Area area(String head) {
    int dash = head.indexOf('-');
    long start = Long.parseUnsignedLong(head, 0, dash, 16);
    long end = Long.parseUnsignedLong(head, dash + 1, head.indexOf(' '), 16);
    return new Area(start, end - start);
  }
}
