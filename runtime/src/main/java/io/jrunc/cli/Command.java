package io.jrunc.cli;

/** One command: what it takes, and what it does. */
interface Command {

  /** What it takes. */
  Syntax syntax();

  /** The exit code of every failure that is ours. */
  default int failureCode() {
    return 1;
  }

  /**
   * Calls one operation.
   *
   * @param arguments as {@link #syntax} has them
   * @return the exit code
   */
  int run(Arguments arguments, Session session);
}
