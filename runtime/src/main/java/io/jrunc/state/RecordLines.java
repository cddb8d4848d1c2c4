package io.jrunc.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of a state file by their names; see {@link RecordCodec} for the form. */
final class RecordLines {
  private final Map<String, List<List<String>>> lines = new HashMap<>();

  RecordLines(String text) {
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      add(text.substring(start, end));
      start = end + 1;
    }
  }

  boolean has(String name) {
    return lines.containsKey(name);
  }

  /** All lines of that name, each with at least so many fields. */
  List<List<String>> all(String name, int fields) throws IOException {
    List<List<String>> all = lines.getOrDefault(name, List.of());
    for (List<String> line : all) {
      if (line.size() < fields) {
        throw new IOException(name + " is not whole");
      }
    }
    return all;
  }

  /** The one line of that name. */
  List<String> only(String name, int fields) throws IOException {
    List<List<String>> all = all(name, fields);
    if (all.size() != 1) {
      throw new IOException(name + (all.isEmpty() ? " is missing" : " is there twice"));
    }
    return all.get(0);
  }

  String text(String name, int field) throws IOException {
    return only(name, field + 1).get(field);
  }

  long number(String name, int field) throws IOException {
    return number(text(name, field));
  }

  static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("\"" + text + "\" is not a number", e);
    }
  }

  private void add(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int end = line.indexOf('\t'); end >= 0; end = line.indexOf('\t', start)) {
      fields.add(plain(line.substring(start, end)));
      start = end + 1;
    }
    fields.add(plain(line.substring(start)));
    String name = fields.remove(0);
    List<List<String>> all = lines.get(name);
    if (all == null) {
      all = new ArrayList<>();
      lines.put(name, all);
    }
    all.add(fields);
  }

  private static String plain(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        char escaped = field.charAt(i);
        plain.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
