package io.jrunc.stats;

import io.jrunc.linux.TextFiles;
import io.jrunc.spec.stats.RdtStats;
import io.jrunc.spec.stats.RdtStats.Bandwidth;
import io.jrunc.spec.stats.RdtStats.Cache;
import io.jrunc.spec.stats.RdtStats.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a container's shares of cache and of memory bandwidth. */
final class RdtReader {
  private static final String CACHE = "L3";
  private static final String BANDWIDTH = "MB";

  private final TextFiles files;

  RdtReader(TextFiles files) {
    this.files = files;
  }

  RdtStats read(RdtPlace place) {
    GroupFiles root = group(root(place.directory()));
    List<String> all = schemata(root);
    List<String> own = schemata(group(place.directory()));
    List<Transfer> transfers = new ArrayList<>();
    List<Long> occupancies = new ArrayList<>();
    for (GroupFiles node : nodes(place.monitor().orElse(place.directory()).resolve("mon_data"))) {
      if (node.has("mbm_total_bytes") || node.has("mbm_local_bytes")) {
        transfers.add(
            new Transfer(measured(node, "mbm_total_bytes"), measured(node, "mbm_local_bytes")));
      }
      if (node.has("llc_occupancy")) {
        occupancies.add(measured(node, "llc_occupancy"));
      }
    }
    return new RdtStats(
        cache(root),
        lines(all, CACHE),
        lines(own, CACHE),
        bandwidth(root),
        lines(all, BANDWIDTH),
        lines(own, BANDWIDTH),
        own,
        transfers,
        occupancies);
  }

  private GroupFiles group(Path directory) {
    return new GroupFiles(files, directory);
  }

  /** A container can be in the root class as well, which alone says what there is. */
  private static Path root(Path directory) {
    return directory.resolve("info").toFile().exists() ? directory : directory.resolveSibling("");
  }

  private static List<String> schemata(GroupFiles group) {
    List<String> lines = new ArrayList<>();
    for (String line : group.lines("schemata")) {
      lines.add(line.trim());
    }
    return lines;
  }

  /** With code and data apart, a cache has two lines: L3CODE and L3DATA. */
  private static String lines(List<String> schemata, String resource) {
    List<String> found = new ArrayList<>();
    for (String line : schemata) {
      if (line.startsWith(resource)) {
        found.add(line);
      }
    }
    return String.join("\n", found);
  }

  private static Optional<Cache> cache(GroupFiles root) {
    return root.has("info/L3")
        ? Optional.of(
            new Cache(
                root.text("info/L3/cbm_mask").orElse("").trim(),
                root.number("info/L3/min_cbm_bits"),
                root.number("info/L3/num_closids")))
        : Optional.empty();
  }

  private static Optional<Bandwidth> bandwidth(GroupFiles root) {
    return root.has("info/MB")
        ? Optional.of(
            new Bandwidth(
                root.number("info/MB/bandwidth_gran"),
                root.number("info/MB/delay_linear"),
                root.number("info/MB/min_bandwidth"),
                root.number("info/MB/num_closids")))
        : Optional.empty();
  }

  /** Of each cache, such as mon_L3_00. */
  private List<GroupFiles> nodes(Path directory) {
    String[] names = group(directory).names().toArray(new String[0]);
    Arrays.sort(names);
    List<GroupFiles> nodes = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith("mon_L3")) {
        nodes.add(group(directory.resolve(name)));
      }
    }
    return nodes;
  }

  /** A counter may be "Unavailable" for the moment, or "Error". */
  private static long measured(GroupFiles node, String name) {
    String text = node.text(name).orElse("").trim();
    boolean isNumber = !text.isEmpty() && Character.isDigit(text.charAt(0));
    return isNumber ? node.number(name, text) : 0;
  }
}
