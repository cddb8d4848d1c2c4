package io.jrunc.host;

import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.List;

/** Tells from /proc/self/uid_map which user namespace we are in. */
final class UidMap {
  private static final String ALL_IDS = "4294967295";

  private UidMap() {}

  /** Only the host's own maps every id to itself, unless root has made another one the same. */
  static UserNamespace parse(List<String> lines) {
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).trim().split(" +", -1);
    boolean all =
        lines.size() == 1
            && words.length == 3
            && words[0].equals("0")
            && words[1].equals("0")
            && words[2].equals(ALL_IDS);
    return all ? UserNamespace.INITIAL : UserNamespace.NESTED;
  }
}
