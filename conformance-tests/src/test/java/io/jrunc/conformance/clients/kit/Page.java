package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the docs as a list of steps. See {@code PageIT} for what makes a step.
 *
 * @param name of its file
 */
public record Page(String name, List<Step> steps) {
  private static final Pattern FENCE = Pattern.compile("```(\\w*)(?: (\\w+))?");
  private static final Pattern PATH_BEFORE = Pattern.compile(".*`([~/][^`]*)`:");
  private static final String BACK = "## How to go back";

  public Page {
    steps = List.copyOf(steps);
  }

  /**
   * What a reader does.
   *
   * @param line of the page, counted from 1, where its block begins
   * @param script for a shell
   * @param isUsers whether an ordinary user does it
   * @param isWayBack whether it is below "How to go back"
   * @param expected lines that it must print, in this order, among others
   */
  public record Step(
      int line, String script, boolean isUsers, boolean isWayBack, List<String> expected) {
    public Step {
      expected = List.copyOf(expected);
    }
  }

  public static Page read(Path file) {
    return parse(file.getFileName().toString(), HostFiles.read(file).lines().toList());
  }

  static Page parse(String name, List<String> lines) {
    List<Step> steps = new ArrayList<>();
    boolean isWayBack = false;
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        List<String> block = lines.subList(i + 1, Math.max(end, i + 1));
        add(steps, i + 1, fence, before, block, isWayBack);
        i = Math.max(end, i);
        before = "";
      } else if (!line.isBlank()) {
        isWayBack |= line.equals(BACK);
        before = line;
      }
    }
    return new Page(name, steps);
  }

  private static void add(
      List<Step> steps,
      int line,
      Matcher fence,
      String before,
      List<String> block,
      boolean isWayBack) {
    boolean isUsers = "user".equals(fence.group(2));
    String text = String.join("\n", block) + "\n";
    Matcher path = PATH_BEFORE.matcher(before);
    if (fence.group(1).equals("sh")) {
      steps.add(new Step(line, text, isUsers, isWayBack, List.of()));
    } else if (fence.group(1).equals("text") && !steps.isEmpty()) {
      Step last = steps.remove(steps.size() - 1);
      steps.add(new Step(last.line, last.script, last.isUsers, last.isWayBack, block));
    } else if (path.matches()) {
      String file = path.group(1);
      boolean isInHome = file.startsWith("~");
      steps.add(new Step(line, writing(file, text), isInHome, isWayBack, List.of()));
    }
  }

  private static String writing(String file, String text) {
    return "mkdir -p \"$(dirname "
        + file
        + ")\"\ncat >"
        + file
        + " <<'END OF FILE'\n"
        + text
        + "END OF FILE\n";
  }

  /** The first of the expected lines that is not in the output, behind those before it. */
  public static Optional<String> firstMissing(List<String> expected, String output) {
    List<String> printed = output.lines().map(String::strip).toList();
    int from = 0;
    for (String line : expected) {
      String wanted = line.strip();
      if (wanted.isEmpty() || wanted.equals("…")) {
        continue;
      }
      int found = printed.subList(from, printed.size()).indexOf(wanted);
      if (found < 0) {
        return Optional.of(wanted);
      }
      from += found + 1;
    }
    return Optional.empty();
  }
}
