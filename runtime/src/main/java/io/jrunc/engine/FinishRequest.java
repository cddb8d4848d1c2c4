package io.jrunc.engine;

import io.jrunc.state.ProcessIdentity;
import java.util.Optional;

/**
 * What is left to do for a program that a caller has waited for without us.
 *
 * @param id of the container
 * @param program what it was
 * @param killsBefore how many processes of the container the kernel had killed for want of memory
 *     before it ran
 * @param maker only a container that was made for this process is deleted; whoever's if empty
 */
public record FinishRequest(
    String id, Program program, long killsBefore, Optional<ProcessIdentity> maker) {
  /** Whoever has made it. */
  public FinishRequest(String id, Program program, long killsBefore) {
    this(id, program, killsBefore, Optional.empty());
  }

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

  /** The same of a container that was made for this process, and of no other of that name. */
  FinishRequest madeFor(ProcessIdentity process) {
    return new FinishRequest(id, program, killsBefore, Optional.of(process));
  }
}
