package io.jrunc.hook;

import java.nio.charset.StandardCharsets;

/** The end of what a hook has written, however much that was. */
final class OutputTail {
  /** How much is kept, in bytes. */
  static final int SIZE = 1024;

  private final byte[] ring = new byte[SIZE];
  private long written;

  void add(byte[] bytes, int count) {
    for (int i = Math.max(0, count - SIZE); i < count; i++) {
      ring[(int) ((written + i) % SIZE)] = bytes[i];
    }
    written += count;
  }

  /**
   * For an error message: on one line, with nothing in it that a terminal would obey; an ellipsis
   * where the beginning is missing.
   */
  String text() {
    int length = (int) Math.min(written, SIZE);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % SIZE)];
    }
    int start = 0;
    while (written > SIZE && start < length && (bytes[start] & 0xc0) == 0x80) {
      start++; // the rest of a character whose beginning is missing
    }
    String text = new String(bytes, start, length - start, StandardCharsets.UTF_8).strip();
    StringBuilder line = new StringBuilder(written > SIZE ? "…" : "");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("; ");
      } else if (c == '\t') {
        line.append(' ');
      } else if (c != '\r') {
        line.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return line.toString();
  }
}
