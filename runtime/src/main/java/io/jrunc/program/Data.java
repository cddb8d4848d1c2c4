package io.jrunc.program;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A piece of constant memory that a program points to. Two pieces are never the same: a piece is
 * known by its identity, its address only after the whole program has been laid out.
 */
public final class Data {
  private final byte[] bytes;
  private final List<Pointer> pointers;
  private final String text;

  /**
   * A pointer inside a piece.
   *
   * @param offset in bytes from the start of the piece, a multiple of 8
   * @param target what it points to
   */
  record Pointer(int offset, Operand target) {}

  Data(byte[] bytes, List<Pointer> pointers, String text) {
    this.bytes = bytes.clone();
    this.pointers = List.copyOf(pointers);
    this.text = text;
  }

  /** A string with the zero that ends it in C. */
  static Data string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return new Data(java.util.Arrays.copyOf(utf8, utf8.length + 1), List.of(), quote(value));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int size() {
    return bytes.length;
  }

  List<Pointer> pointers() {
    return pointers;
  }

  /** As it is written in a listing. */
  @Override
  public String toString() {
    return text;
  }

  static String quote(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c == '\n') {
        quoted.append("\\n");
      } else if (c < ' ' || c == 127) {
        quoted.append("\\x").append(Character.forDigit(c >> 4, 16));
        quoted.append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
