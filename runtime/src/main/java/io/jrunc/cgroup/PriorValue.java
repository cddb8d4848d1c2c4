package io.jrunc.cgroup;

import java.util.List;
import java.util.Optional;

/**
 * What must be written to put a file of a cgroup back to what it said. Few files take back what
 * they show: some show a line for each device, and some show more than their value.
 */
final class PriorValue {

  private PriorValue() {}

  /**
   * The value that undoes another.
   *
   * @param file its name, such as {@code cpu.max}
   * @param written what is about to be written, or was
   * @param before what the file said until then
   * @return empty when there is nothing to write, or nothing is known that would do
   */
  static Optional<String> of(String file, String written, String before) {
    if (file.equals("memory.oom_control")) {
      String disabled = KernelText.keyed(before, "oom_kill_disable").orElse(0) == 0 ? "0" : "1";
      return Optional.of(disabled);
    }
    if (file.equals("cpu.weight") && before.equals("0")) {
      return Optional.empty(); // the group was idle, which cpu.idle puts back
    }
    String key = key(file, written);
    if (!key.isEmpty()) {
      return keyed(file, key, before);
    }
    if (before.isEmpty()) {
      return Optional.of("\n"); // nothing can't be written
    }
    String first = KernelText.lines(before).get(0);
    if (first.startsWith("default ")) {
      return Optional.of(first);
    }
    return before.indexOf('\n') < 0 ? Optional.of(before) : Optional.empty();
  }

  /** What the value is for, in a file with a line for each device or interface. */
  private static String key(String file, String written) {
    int space = written.indexOf(' ');
    String first = space < 0 ? "" : written.substring(0, space);
    boolean byName = file.equals("rdma.max") || file.equals("net_prio.ifpriomap");
    return byName || first.indexOf(':') > 0 ? first : "";
  }

  private static Optional<String> keyed(String file, String key, String before) {
    List<String> lines = KernelText.lines(before);
    for (String line : lines) {
      if (line.startsWith(key + " ")) {
        return Optional.of(line);
      }
    }
    return switch (file) {
      case "io.max" -> Optional.of(key + " rbps=max wbps=max riops=max wiops=max");
      case "io.weight", "io.bfq.weight" -> Optional.of(key + " default");
      case "io.latency" -> Optional.of(key + " target=0");
      case "rdma.max" -> Optional.of(key + " hca_handle=max hca_object=max");
      default -> file.startsWith("blkio.") ? Optional.of(key + " 0") : Optional.empty();
    };
  }
}
