package io.jrunc.engine;

/**
 * What is left to do for a program that a caller has waited for without us.
 *
 * @param id of the container
 * @param program what it was
 * @param killsBefore how many processes of the container the kernel had killed for want of memory
 *     before it ran
 */
public record FinishRequest(String id, Program program, long killsBefore) {
  /** Which of the container's programs ended. */
  public enum Program {
    /** The first; the container is deleted. */
    INIT,
    /** The first; the container is kept. */
    KEPT_INIT,
    /** Another. */
    EXEC
  }

  /**
   * One of the container's first program.
   *
   * @param afterwards what happens to the container
   */
  static FinishRequest ofInit(String id, RunRequest.Afterwards afterwards) {
    return new FinishRequest(
        id, afterwards == RunRequest.Afterwards.DELETE ? Program.INIT : Program.KEPT_INIT, 0);
  }
}
