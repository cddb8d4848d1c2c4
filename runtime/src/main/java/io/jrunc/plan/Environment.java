package io.jrunc.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a program: of a name that is there twice, the later value counts. */
final class Environment {
  /** Where execvp(3) looks without PATH. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private final Map<String, String> values = new LinkedHashMap<>();

  Environment(List<String> entries) {
    for (String entry : entries) {
      int end = entry.indexOf('=');
      values.put(entry.substring(0, end), entry.substring(end + 1));
    }
  }

  /** Many programs do without a home directory badly, with a wrong one better. */
  void setHome(String directory) {
    if (values.getOrDefault("HOME", "").isEmpty()) {
      values.put("HOME", directory);
    }
  }

  /** Tells of sockets, to a program that is process 1. */
  void setListenFds(int count) {
    if (count > 0) {
      values.put("LISTEN_FDS", Integer.toString(count));
      values.put("LISTEN_PID", "1");
    }
  }

  /** Tells where to tell that one is ready. */
  void setNotifySocket(Optional<String> address) {
    if (address.isPresent()) {
      values.put("NOTIFY_SOCKET", address.get());
    }
  }

  /** {@code NAME=value} each. */
  List<String> entries() {
    List<String> entries = new ArrayList<>(values.size());
    for (Map.Entry<String, String> value : values.entrySet()) {
      entries.add(value.getKey() + "=" + value.getValue());
    }
    return entries;
  }

  /** The directories of PATH; an empty one is the current directory. */
  List<String> searchPath() {
    List<String> directories = new ArrayList<>();
    for (String directory : values.getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
      directories.add(directory.isEmpty() ? "." : directory);
    }
    return directories;
  }
}
