package io.jrunc.spec.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers and booleans as JSON, laid out as Go does it, so that the
 * output is that of runc. Not Jackson's generator: `state` should not have to load it.
 */
final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();
  private final String indent;

  private JsonText(String indent) {
    this.indent = indent;
  }

  /** On one line, without spaces. */
  static String compact(Object value) {
    return new JsonText("").value(value, "").toString();
  }

  /** A member a line, indented by the given text for each level; no line break at the end. */
  static String indented(Object value, String indent) {
    return new JsonText(indent).value(value, "\n").toString();
  }

  private StringBuilder value(Object value, String line) {
    if (value instanceof Map<?, ?> members) {
      object(members, line);
    } else if (value instanceof List<?> elements) {
      array(elements, line);
    } else if (value instanceof String string) {
      string(string);
    } else {
      text.append(value);
    }
    return text;
  }

  private void object(Map<?, ?> members, String line) {
    String inner = line + indent;
    String separator = "{" + inner;
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(separator);
      string((String) member.getKey());
      text.append(indent.isEmpty() ? ":" : ": ");
      value(member.getValue(), inner);
      separator = "," + inner;
    }
    text.append(members.isEmpty() ? "{}" : line + "}");
  }

  private void array(List<?> elements, String line) {
    String inner = line + indent;
    String separator = "[" + inner;
    for (Iterator<?> i = elements.iterator(); i.hasNext(); separator = "," + inner) {
      text.append(separator);
      value(i.next(), inner);
    }
    text.append(elements.isEmpty() ? "[]" : line + "]");
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (c == '\t') {
        text.append("\\t");
      } else if (c < ' ' || isLoneSurrogate(string, i)) {
        escape(c);
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  static boolean isLoneSurrogate(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }

  private void escape(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt(c >> shift & 0xf));
    }
  }
}
