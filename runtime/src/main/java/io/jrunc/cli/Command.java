package io.jrunc.cli;

/** One command: what it takes, and what it does. */
interface Command {

  /** What it takes. */
  Syntax syntax();

  /**
   * Calls one operation.
   *
   * @param arguments as {@link #syntax} has them
   * @return the exit code
   */
  int run(Arguments arguments, Session session);
}
