package io.jrunc.spec.json;

import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the state of a container. */
public final class StateReader {
  private StateReader() {}

  /**
   * What {@link StateWriter#write} wrote, or what another runtime printed; members that only some
   * runtimes have are empty (the time: 1970) when absent.
   *
   * @throws InvalidSpecException with everything that is wrong with it
   */
  public static State read(byte[] document) {
    List<SpecProblem> problems = new ArrayList<>();
    JsonObject state = JsonObject.root(JsonTree.parse(document, problems), problems);
    State read =
        new State(
            state.requiredText("ociVersion"),
            state.requiredText("id"),
            (int) state.numberOr("pid", 0, 0, Integer.MAX_VALUE),
            state.requiredWord("status", Status.values()),
            state.requiredText("bundle"),
            textOrEmpty(state, "rootfs"),
            created(state),
            state.textMap("annotations"),
            textOrEmpty(state, "owner"));
    if (!problems.isEmpty()) {
      throw new InvalidSpecException(problems);
    }
    return read;
  }

  private static String textOrEmpty(JsonObject state, String name) {
    String text = state.text(name);
    return text == null ? "" : text;
  }

  private static Instant created(JsonObject state) {
    String created = state.text("created");
    if (created == null) {
      return Instant.EPOCH;
    }
    try {
      return Rfc3339.parse(created);
    } catch (DateTimeException e) {
      state.problem(
          "created",
          "must be a time such as 2026-01-02T03:04:05Z, not " + JsonText.compact(created));
      return Instant.EPOCH;
    }
  }
}
