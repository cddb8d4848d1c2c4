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
  private final Form form;
  private final Object[] text;

  /** What the text becomes in a listing, for which alone it is put together. */
  private enum Form {
    AS_IT_IS,
    QUOTED,
    IN_BRACES
  }

  /**
   * A pointer inside a piece.
   *
   * @param offset in bytes from the start of the piece, a multiple of 8
   * @param target what it points to
   */
  record Pointer(int offset, Operand target) {}

  Data(byte[] bytes, List<Pointer> pointers, String text) {
    this(bytes.clone(), List.copyOf(pointers), Form.AS_IT_IS, text);
  }

  /** A structure whose listing is that of its members. */
  Data(byte[] bytes, List<Pointer> pointers, Operand... members) {
    this(bytes.clone(), List.copyOf(pointers), Form.IN_BRACES, (Object[]) members);
  }

  private Data(byte[] bytes, List<Pointer> pointers, Form form, Object... text) {
    this.bytes = bytes;
    this.pointers = pointers;
    this.form = form;
    this.text = text;
  }

  /** A string with the zero that ends it in C. */
  static Data string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return new Data(java.util.Arrays.copyOf(utf8, utf8.length + 1), List.of(), Form.QUOTED, value);
  }

  /** Puts a copy into an image of a program. */
  void copyTo(byte[] image, int offset) {
    System.arraycopy(bytes, 0, image, offset, bytes.length);
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
    return switch (form) {
      case AS_IT_IS -> text[0].toString();
      case QUOTED -> quote(text[0].toString());
      case IN_BRACES -> inBraces();
    };
  }

  private String inBraces() {
    StringBuilder members = new StringBuilder();
    for (Object member : text) {
      members.append(members.length() == 0 ? "{" : ", ").append(member);
    }
    return members.append('}').toString();
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
