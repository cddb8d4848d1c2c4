package io.jrunc.conformance.kit;

import java.util.HashMap;
import java.util.Map;

/** What test programs print of what they find: a {@code name=value} on each line. */
public final class NamedValues {
  private NamedValues() {}

  /** The values by their names. */
  public static Map<String, String> of(String lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines.lines().toList()) {
      int end = line.indexOf('=');
      values.put(line.substring(0, end), line.substring(end + 1));
    }
    return values;
  }
}
