package io.jrunc.box;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a box: what makes it usable, and nothing that could be the caller's secret.
 */
final class BoxEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** How text and time are shown. LC_ALL is none of the caller's: bin/jrunc sets it for the JVM. */
  private static final List<String> OF_THE_HOST = List.of("LANG", "LANGUAGE", "TZ");

  /** How the terminal is; it is the caller's, wherever the programs come from. */
  private static final List<String> OF_THE_TERMINAL = List.of("COLORTERM", "NO_COLOR");

  private final BoxRequest request;
  private final Map<String, String> caller;
  private final boolean terminal;

  BoxEnvironment(BoxRequest request, BoxHost host) {
    this.request = request;
    this.caller = host.environment();
    this.terminal = host.terminal().isPresent();
  }

  /** {@code NAME=value} each. */
  List<String> entries() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("PATH", PATH);
    if (terminal) {
      values.put("TERM", caller.getOrDefault("TERM", "xterm"));
      pass(OF_THE_TERMINAL, values);
    }
    if (request.rootfs().isEmpty()) { // another root may lack the host's languages
      pass(OF_THE_HOST, values);
      passLocale(values);
    }
    for (String entry : request.environment()) {
      int end = entry.indexOf('=');
      if (end >= 0) {
        values.put(entry.substring(0, end), entry.substring(end + 1));
      } else {
        pass(List.of(entry), values);
      }
    }
    List<String> entries = new ArrayList<>(values.size());
    for (Map.Entry<String, String> value : values.entrySet()) {
      entries.add(value.getKey() + "=" + value.getValue());
    }
    return entries;
  }

  private void pass(List<String> names, Map<String, String> values) {
    for (String name : names) {
      String value = caller.get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
  }

  private void passLocale(Map<String, String> values) {
    for (Map.Entry<String, String> entry : new TreeMap<>(caller).entrySet()) {
      if (entry.getKey().startsWith("LC_") && !entry.getKey().equals("LC_ALL")) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
  }
}
