package io.jrunc.engine;

import io.jrunc.host.CallingProcess;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.state.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/**
 * The way by which an operation was asked for: by the command line or a library's caller, who is
 * this process, or by a client of a resident engine. Every process that the operation starts is a
 * child of whoever asked.
 */
public interface FrontDoor {

  /** Who asks. */
  CallingProcess caller();

  /** The kernel; the processes that it starts are the caller's children. */
  Kernel kernel();

  /** The same for an operation that only reads, and may do without the kernel's own calls. */
  default Kernel kernelForReading() {
    return kernel();
  }

  /** What is known already, if this process stays. */
  default Optional<Resident> resident() {
    return Optional.empty();
  }

  /**
   * What becomes the standard streams of a new program, in the order of their numbers; none for
   * those of the caller. They stay the door's.
   */
  default List<Fd> streams() {
    return List.of();
  }

  /**
   * Tells as whom the new program is going to run, who may want to open its streams once more.
   *
   * @param uid the host's number of the user
   */
  default void runsAs(long uid) {}

  /** Begins to wait with the caller: from now on none of the signals that he gets is lost. */
  Attendant attend();

  /**
   * Tells that something is about to be made or done that an end of this process would leave half
   * done. Where the caller is this process, nobody is left to be told.
   *
   * @param id of the container
   * @param maker for whom it is about to be made: {@code delete --force} of what bears that is what
   *     then cleans up; if empty, nothing is left over, but nobody knows whether it was done
   */
  default void begins(String id, Optional<ProcessIdentity> maker) {}

  /** Makes sure that somebody still wants what is about to be told as done; fails if not. */
  default void confirms() {}
}
