package io.jrunc.unit;

import java.util.List;

/**
 * A value with its D-Bus type.
 *
 * @param signature of one complete type: {@code t}, {@code a(ss)}
 * @param value a Boolean for {@code b}; a Long for all whole numbers, the bits of an unsigned one
 *     for {@code t}; a Double for {@code d}; a String for {@code s}, {@code o} and {@code g}; a
 *     TypedValue for {@code v}; a List of such values for arrays, tuples and the entries of
 *     dictionaries
 */
public record TypedValue(String signature, Object value) {
  public TypedValue {
    if (value instanceof List<?> list) {
      value = List.copyOf(list);
    }
  }

  /** Readable, and not exact: {@code 1048576}, {@code [/dev/null rwm]}. */
  @Override
  public String toString() {
    return signature.equals("t") ? Long.toUnsignedString((Long) value) : text(value);
  }

  private static String text(Object value) {
    if (!(value instanceof List<?> list)) {
      return value.toString();
    }
    StringBuilder text = new StringBuilder("[");
    for (Object element : list) {
      text.append(text.length() == 1 ? "" : " ").append(text(element));
    }
    return text.append(']').toString();
  }

  /** Where the complete type ends that begins there in a signature; -1 if none does. */
  public static int endOfType(String signature, int start) {
    if (start >= signature.length()) {
      return -1;
    }
    return switch (signature.charAt(start)) {
      case 'a' -> {
        boolean entry = start + 1 < signature.length() && signature.charAt(start + 1) == '{';
        yield entry ? endOfGroup(signature, start + 2, '}') : endOfType(signature, start + 1);
      }
      case '(' -> endOfGroup(signature, start + 1, ')');
      case ')', '{', '}' -> -1;
      default -> start + 1;
    };
  }

  private static int endOfGroup(String signature, int start, char close) {
    int end = start;
    while (end >= 0 && end < signature.length() && signature.charAt(end) != close) {
      end = endOfType(signature, end);
    }
    return end < 0 || end >= signature.length() || end == start ? -1 : end + 1;
  }
}
