package io.jrunc.rdt;

import io.jrunc.spec.linux.IntelRdt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shares of the parts of a processor that can be shared out: a line for each of its resources, such
 * as {@code L3:0=7f0;1=1f} or {@code MB:0=20;1=70}, with a value for each of its domains.
 *
 * @param values by resource and domain, in a form in which equal values are equal texts
 */
record Schemata(Map<String, Map<String, String>> values) {

  private static final String BANDWIDTH = "MB";

  /** Those of the file of a group, or of a configuration; a later line wins. */
  static Schemata parse(String text) {
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        int colon = line.indexOf(':');
        String resource = line.substring(0, Math.max(colon, 0)).trim();
        Map<String, String> domains = values.computeIfAbsent(resource, r -> new LinkedHashMap<>());
        for (String share : line.substring(colon + 1).split(";", -1)) {
          add(resource, share, domains);
        }
      }
    }
    return new Schemata(values);
  }

  private static void add(String resource, String share, Map<String, String> domains) {
    int equals = share.indexOf('=');
    String domain = share.substring(0, Math.max(equals, 0)).trim();
    String value = share.substring(equals + 1).trim();
    if (!value.isEmpty()) {
      domains.put(withoutZeros(domain), normal(resource, value));
    }
  }

  /** Caches are shared by bit masks in hexadecimal, bandwidth by decimal numbers. */
  private static String normal(String resource, String value) {
    boolean isMask = !resource.equals(BANDWIDTH);
    String lower = value.toLowerCase(Locale.ROOT);
    return withoutZeros(isMask && lower.startsWith("0x") ? lower.substring(2) : lower);
  }

  private static String withoutZeros(String number) {
    int zeros = 0;
    while (zeros < number.length() - 1 && number.charAt(zeros) == '0') {
      zeros++;
    }
    return number.substring(zeros);
  }

  /** Whether each of those values is one of these. */
  boolean contains(Schemata asked) {
    for (Map.Entry<String, Map<String, String>> resource : asked.values.entrySet()) {
      Map<String, String> own = values.getOrDefault(resource.getKey(), Map.of());
      if (!own.entrySet().containsAll(resource.getValue().entrySet())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a configuration has any. */
  static boolean areIn(IntelRdt asked) {
    return isSet(asked.l3CacheSchema())
        || isSet(asked.memBwSchema())
        || !asked.schemata().isEmpty();
  }

  /** What is written first, as lines; empty for nothing. */
  static String first(IntelRdt asked) {
    return first(text(asked.l3CacheSchema()), text(asked.memBwSchema()));
  }

  /** The lines for the cache, but for those of bandwidth among them, and the one for that. */
  static String first(String l3CacheSchema, String memBwSchema) {
    StringBuilder lines = new StringBuilder();
    for (String line : l3CacheSchema.split("\n", -1)) {
      if (!line.startsWith(BANDWIDTH + ":")) {
        addLine(line, lines);
      }
    }
    addLine(memBwSchema, lines);
    return lines.toString();
  }

  /** What is written last, as lines; empty for nothing. */
  static String last(List<String> schemata) {
    StringBuilder lines = new StringBuilder();
    for (String line : schemata) {
      addLine(line, lines);
    }
    return lines.toString();
  }

  /** The kernel wants a line break after each. */
  private static void addLine(String line, StringBuilder lines) {
    if (!line.isBlank()) {
      lines.append(line).append('\n');
    }
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
