package io.jrunc.cli;

import java.util.Arrays;
import java.util.List;

/** Rows of text in columns, laid out as runc's lists are. */
final class TextTable {
  private static final int NARROWEST = 12;
  private static final int GAP = 3;

  private TextTable() {}

  /** A line a row; every column but the last is as wide as its widest cell and a gap. */
  static String of(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    Arrays.fill(widths, NARROWEST);
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length() + GAP);
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        boolean last = i == widths.length - 1;
        text.append(cell).append(last ? "\n" : " ".repeat(widths[i] - cell.length()));
      }
    }
    return text.toString();
  }
}
