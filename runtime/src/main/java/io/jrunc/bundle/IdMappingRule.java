package io.jrunc.bundle;

import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;

/** A new user namespace has mappings that the kernel takes, and nothing else has any. */
final class IdMappingRule {
  /** How many lines uid_map takes; see user_namespaces(7). */
  private static final int MAX_MAPPINGS = 340;

  /** The id that means "none" to the kernel; a mapping may not reach it. */
  static final long NO_ID = 0xffff_ffffL;

  private IdMappingRule() {}

  static void check(Spec spec, Problems problems) {
    Linux linux = spec.linux();
    check("/linux/uidMappings", linux.uidMappings(), linux, problems);
    check("/linux/gidMappings", linux.gidMappings(), linux, problems);
  }

  private static void check(
      String pointer, List<IdMapping> mappings, Linux linux, Problems problems) {
    if (mappings.isEmpty()) {
      if (NamespaceRule.creates(linux, NamespaceType.USER)) {
        problems.add(pointer, "is required for a new user namespace");
      }
      return;
    }
    if (!NamespaceRule.separates(linux, NamespaceType.USER)) {
      problems.add(pointer, "needs a user namespace");
    }
    if (mappings.size() <= MAX_MAPPINGS && !isMapped(linux, mappings, 0)) {
      problems.add(pointer, "has no mapping for id 0"); // who sets the container up is root in it
    }
    ranges(pointer, mappings, problems);
  }

  /** Whatever a map is for, the kernel takes no other ranges. */
  static void ranges(String pointer, List<IdMapping> mappings, Problems problems) {
    if (mappings.size() > MAX_MAPPINGS) {
      problems.add(pointer, "has more than " + MAX_MAPPINGS + " mappings");
      return;
    }
    for (int i = 0; i < mappings.size(); i++) {
      range(pointer + "/" + i, mappings.get(i), problems);
      for (int j = 0; j < i; j++) {
        if (overlap(mappings.get(i), mappings.get(j))) {
          problems.add(pointer + "/" + i, "overlaps " + pointer + "/" + j);
        }
      }
    }
  }

  private static void range(String pointer, IdMapping mapping, Problems problems) {
    if (mapping.size() == 0) {
      problems.add(pointer + "/size", "must not be 0");
    }
    if (Math.max(mapping.containerId(), mapping.hostId()) + mapping.size() > NO_ID) {
      problems.add(pointer, "reaches beyond the last id, " + (NO_ID - 1));
    }
  }

  private static boolean overlap(IdMapping a, IdMapping b) {
    return overlap(a.containerId(), a.size(), b.containerId(), b.size())
        || overlap(a.hostId(), a.size(), b.hostId(), b.size());
  }

  private static boolean overlap(long a, long sizeOfA, long b, long sizeOfB) {
    return a < b + sizeOfB && b < a + sizeOfA;
  }

  /** Whether a new user namespace knows this id; without one every id is known. */
  static boolean isMapped(Linux linux, List<IdMapping> mappings, long id) {
    if (!NamespaceRule.creates(linux, NamespaceType.USER) || mappings.isEmpty()) {
      return true;
    }
    for (IdMapping mapping : mappings) {
      if (id >= mapping.containerId() && id < mapping.containerId() + mapping.size()) {
        return true;
      }
    }
    return false;
  }
}
