package io.jrunc.launch;

import io.jrunc.error.JruncException;
import io.jrunc.linux.ExitStatus;
import java.util.Optional;

/**
 * A container could not be made or started: {@code /mounts/2: mount proc on /proc: operation not
 * permitted (EPERM)}.
 */
public final class StepFailedException extends JruncException {
  private final String pointer;
  private final String step;
  private final Optional<Report> report;
  private final Optional<ExitStatus> end;

  private StepFailedException(
      String pointer,
      String step,
      String reason,
      Optional<Report> report,
      Optional<ExitStatus> end) {
    super((pointer.isEmpty() ? step : pointer + ": " + step) + ": " + reason);
    this.pointer = pointer;
    this.step = step;
    this.report = report;
    this.end = end;
  }

  /** The kernel refused a step. */
  public static StepFailedException refused(String pointer, String step, Report report) {
    return new StepFailedException(
        pointer, step, report.reason(), Optional.of(report), Optional.empty());
  }

  /** A step that is known to fail, and so is not tried. */
  public static StepFailedException foreseen(String pointer, String step, String reason) {
    return new StepFailedException(pointer, step, reason, Optional.empty(), Optional.empty());
  }

  /** The container's process ended without a report, as it does when something kills it. */
  public static StepFailedException ended(String pointer, String step, ExitStatus status) {
    return new StepFailedException(
        pointer, step, "the container's process " + status, Optional.empty(), Optional.of(status));
  }

  /** JSON pointer to the field that asked for the step; empty where none did. */
  public String pointer() {
    return pointer;
  }

  /** What was to be done, in a few words. */
  public String step() {
    return step;
  }

  /** What the program reported; empty when it ended without. */
  public Optional<Report> report() {
    return report;
  }

  /** How the process ended, where that is all that is known. */
  public Optional<ExitStatus> end() {
    return end;
  }
}
