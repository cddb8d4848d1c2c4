package io.jrunc.host;

import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Tells from /proc/self/uid_map which user namespace we are in. */
final class UidMap {
  private static final List<String> ALL_IDS = List.of("0", "0", "4294967295");

  private UidMap() {}

  /** Only the host's own maps every id to itself, unless root has made another one the same. */
  static UserNamespace parse(List<String> lines) {
    List<String> words = new ArrayList<>();
    for (String line : lines) {
      StringTokenizer tokens = new StringTokenizer(line);
      while (tokens.hasMoreTokens()) {
        words.add(tokens.nextToken());
      }
    }
    return words.equals(ALL_IDS) ? UserNamespace.INITIAL : UserNamespace.NESTED;
  }
}
