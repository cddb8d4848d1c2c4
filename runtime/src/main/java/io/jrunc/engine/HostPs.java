package io.jrunc.engine;

import io.jrunc.error.OperationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The host's ps(1), of which only the lines of some processes are of interest. */
final class HostPs {
  private static final List<String> USUAL_OPTIONS = List.of("-ef");
  private static final String PID = "PID";

  private HostPs() {}

  /**
   * Asks ps.
   *
   * @param id the container's name, for the message when it can't be done
   * @param options none for the usual ones
   * @return its heading and the lines of these processes
   */
  static String table(String id, List<String> options, Collection<Integer> pids) {
    List<String> command = new ArrayList<>();
    command.add("ps");
    command.addAll(options.isEmpty() ? USUAL_OPTIONS : options);
    try {
      Process ps = new ProcessBuilder(command).redirectErrorStream(true).start();
      ps.getOutputStream().close();
      String output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = ps.waitFor();
      if (code != 0) {
        throw new OperationException(
            "ps", id, String.join(" ", command) + ": exit code " + code + ": " + firstLine(output));
      }
      return filter(id, output, pids);
    } catch (IOException e) {
      throw new OperationException("ps", id, "the host has no program ps that can be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException("ps", id, e);
    }
  }

  /** Without the usage, which some versions add. */
  private static String firstLine(String output) {
    return output.strip().lines().findFirst().orElse("");
  }

  /** The heading and the lines whose number below PID is one of these. */
  static String filter(String id, String output, Collection<Integer> pids) {
    String[] lines = output.split("\n", -1);
    int column = words(lines[0]).indexOf(PID);
    if (column < 0) {
      throw new OperationException("ps", id, "the output of ps has no column " + PID);
    }
    StringBuilder table = new StringBuilder(lines[0]).append('\n');
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank() && pids.contains(number(id, lines[i], column))) {
        table.append(lines[i]).append('\n');
      }
    }
    return table.toString();
  }

  private static int number(String id, String line, int column) {
    List<String> words = words(line);
    try {
      return Integer.parseInt(column < words.size() ? words.get(column) : "");
    } catch (NumberFormatException e) {
      throw new OperationException(
          "ps",
          id,
          "the output of ps has no number where "
              + PID
              + " should be, which must come before columns of several words: "
              + line);
    }
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+", -1));
  }
}
