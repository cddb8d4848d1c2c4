package io.jrunc.engine;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.PidFd;
import java.util.Optional;

/** Waits with a caller for a program of a container: signals and terminal go through. */
public interface Attendant extends AutoCloseable {
  /** An exit code of an operation that isn't known yet: the caller waits without us. */
  int HANDED_OVER = -1;

  /** Takes the terminal of the program over, whose master this is. */
  void take(Fd master);

  /** While it waits, does this whenever the file is readable; the file stays the caller's. */
  void watch(Fd file, Runnable action);

  /**
   * Waits for the end of the program, a child of the caller.
   *
   * @param rest what is left to do at its end, which is asked for, and not done, if it is handed
   *     over
   * @return how it ended; empty if the caller was left to wait without us
   */
  Optional<ExitStatus> await(PidFd program, Optional<FinishRequest> rest);

  @Override
  void close();
}
