package io.jrunc.network;

import java.util.List;
import java.util.Optional;

/** Finds the word that was meant. */
final class Nearest {
  private static final int MOST_EDITS = 2;

  private Nearest() {}

  /** The nearest of some words, if it takes few letters to come from one to the other. */
  static Optional<String> of(String word, List<String> words) {
    Optional<String> nearest = Optional.empty();
    int least = MOST_EDITS + 1;
    for (String each : words) {
      int edits = edits(word, each);
      if (edits < least) {
        nearest = Optional.of(each);
        least = edits;
      }
    }
    return nearest;
  }

  /** How many letters must be added, removed or replaced; the distance of Levenshtein. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
