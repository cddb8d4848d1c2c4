package io.jrunc.usernet;

import java.util.ArrayList;
import java.util.List;

/** What a program of a network has written, for an error message. */
public final class ProgramLog {
  private static final int LINES = 3;

  private ProgramLog() {}

  /**
   * Its last lines, on one line, with nothing in it that a terminal would obey; empty if it said
   * nothing of interest.
   */
  public static String reason(String log) {
    List<String> lines = new ArrayList<>();
    for (String line : log.split("\n", -1)) {
      String text = line.strip();
      boolean noise =
          text.isEmpty()
              || text.startsWith("Failed to send ") // pasta, where nobody has /dev/log
              || text.startsWith("No external routable interface for IPv6")
              || text.startsWith("No interfaces with usable IPv6 routes")
              || text.startsWith("IPv6: no external interface")
              || text.startsWith("* ") // slirp4netns tells its settings
              || text.equals("Starting slirp")
              || text.startsWith("sent tapfd=")
              || text.startsWith("received tapfd=")
              || text.startsWith("WARNING: Support for ");
      if (!noise) {
        lines.add(text);
      }
    }
    StringBuilder reason = new StringBuilder();
    for (int i = Math.max(0, lines.size() - LINES); i < lines.size(); i++) {
      reason.append(reason.length() == 0 ? "" : "; ");
      for (int at = 0; at < lines.get(i).length(); at++) {
        char c = lines.get(i).charAt(at);
        reason.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return reason.toString();
  }
}
