package io.jrunc.cgroup;

import io.jrunc.error.JruncException;
import java.util.List;

/**
 * Limits that were changed in part, because one was refused and others could not be put back:
 * {@code pids.max stays 5: no such device (ENODEV)}.
 */
public final class HalfAppliedException extends JruncException {

  private final List<String> stuck;

  /**
   * Says what is not as it was.
   *
   * @param stuck at least one sentence of {@link LimitChange#undo}
   * @param cause why the change was given up
   */
  public HalfAppliedException(List<String> stuck, Throwable cause) {
    super(cause.getMessage() + "; not put back: " + String.join(", ", stuck), cause);
    this.stuck = List.copyOf(stuck);
  }

  /** What is not as it was before. */
  public List<String> stuck() {
    return stuck;
  }
}
