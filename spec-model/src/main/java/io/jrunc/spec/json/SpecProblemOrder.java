package io.jrunc.spec.json;

import java.util.Comparator;

/** Sorts pointers part by part, indexes by their number, so that /mounts/10 is after /mounts/9. */
final class SpecProblemOrder implements Comparator<SpecProblem> {
  static final SpecProblemOrder BY_POINTER = new SpecProblemOrder();

  private SpecProblemOrder() {}

  @Override
  public int compare(SpecProblem a, SpecProblem b) {
    String[] left = a.pointer().split("/", -1);
    String[] right = b.pointer().split("/", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareParts(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(left.length, right.length);
    return order != 0 ? order : a.message().compareTo(b.message());
  }

  private static int compareParts(String a, String b) {
    if (isIndex(a) && isIndex(b) && a.length() != b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    return a.compareTo(b);
  }

  private static boolean isIndex(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) < '0' || part.charAt(i) > '9') {
        return false;
      }
    }
    return !part.isEmpty();
  }
}
