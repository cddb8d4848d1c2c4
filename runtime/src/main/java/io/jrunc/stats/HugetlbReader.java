package io.jrunc.stats;

import io.jrunc.spec.stats.HugetlbStats;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a group's huge pages. */
final class HugetlbReader {
  private static final String PREFIX = "hugetlb.";
  private static final String V1 = ".usage_in_bytes";
  private static final String V2 = ".current";
  private static final String RESERVED = ".rsvd";

  private HugetlbReader() {}

  /** By the size of the pages; those that the kernel has, in either version. */
  static SortedMap<String, HugetlbStats> read(GroupFiles group) {
    SortedMap<String, HugetlbStats> sizes = new TreeMap<>();
    for (String name : group.names()) {
      if (isUsage(name, V1)) {
        String size = size(name, V1);
        sizes.put(size, v1(group, counted(group, PREFIX + size, V1)));
      } else if (isUsage(name, V2)) {
        String size = size(name, V2);
        sizes.put(size, v2(group, PREFIX + size));
      }
    }
    return sizes;
  }

  private static boolean isUsage(String name, String suffix) {
    return name.startsWith(PREFIX) && name.endsWith(suffix) && !name.endsWith(RESERVED + suffix);
  }

  private static String size(String name, String suffix) {
    return name.substring(PREFIX.length(), name.length() - suffix.length());
  }

  /** Reservations are counted since 5.7. */
  private static String counted(GroupFiles group, String prefix, String suffix) {
    return group.has(prefix + RESERVED + suffix) ? prefix + RESERVED : prefix;
  }

  private static HugetlbStats v1(GroupFiles group, String prefix) {
    return new HugetlbStats(
        group.number(prefix + V1),
        group.number(prefix + ".max_usage_in_bytes"),
        group.number(prefix + ".failcnt"));
  }

  private static HugetlbStats v2(GroupFiles group, String prefix) {
    return new HugetlbStats(
        group.number(counted(group, prefix, V2) + V2),
        0,
        GroupFiles.value(group.keyed(prefix + ".events"), "max"));
  }
}
