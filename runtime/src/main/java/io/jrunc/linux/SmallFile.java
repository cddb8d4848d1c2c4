package io.jrunc.linux;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes small files as cheaply as the JDK can: in its plainest way, which every JVM's
 * archive has, and without asking for a size, which takes five system calls and which the kernel's
 * own files don't tell.
 */
public final class SmallFile {
  /** As much as the JDK reads without asking for memory first. */
  private static final int AT_ONCE = 8192;

  private SmallFile() {}

  /**
   * All that is in it.
   *
   * @throws java.io.FileNotFoundException whyever it can't be opened
   */
  public static byte[] read(Path file) throws IOException {
    try (FileInputStream stream = new FileInputStream(file.toString())) {
      byte[] bytes = new byte[AT_ONCE];
      int length = 0;
      int count = stream.read(bytes, 0, AT_ONCE);
      while (count > 0) {
        length += count;
        if (bytes.length - length < AT_ONCE) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        count = stream.read(bytes, length, AT_ONCE);
      }
      return Arrays.copyOf(bytes, length);
    }
  }

  /**
   * All that is in a file which gives as much of itself as is asked for: one that nobody appends to
   * meanwhile, or what procfs tells of one process. So no second read has to find its end.
   *
   * @throws java.io.FileNotFoundException whyever it can't be opened
   */
  public static byte[] readAtOnce(String file) throws IOException {
    try (FileInputStream stream = new FileInputStream(file)) {
      byte[] bytes = new byte[AT_ONCE];
      int length = Math.max(stream.read(bytes, 0, AT_ONCE), 0);
      return length < AT_ONCE ? Arrays.copyOf(bytes, length) : withRest(stream, bytes);
    }
  }

  private static byte[] withRest(FileInputStream stream, byte[] beginning) throws IOException {
    byte[] rest = stream.readAllBytes();
    byte[] all = Arrays.copyOf(beginning, beginning.length + rest.length);
    System.arraycopy(rest, 0, all, beginning.length, rest.length);
    return all;
  }

  /**
   * Makes a file of these bytes, or replaces what is in it.
   *
   * @throws java.io.FileNotFoundException whyever it can't be opened
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (FileOutputStream stream = new FileOutputStream(file.toString())) {
      stream.write(bytes);
    }
  }

  /** Its lines, without their ends; what isn't UTF-8 in them is replaced. */
  public static List<String> lines(Path file) throws IOException {
    String text = new String(read(file), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }
}
