package io.jrunc.cli;

/** One command: what it takes, and what it does. */
interface Command {

  /** The exit code when whoever read the output has gone, as of a program that SIGPIPE ends. */
  int NOBODY_READS = 128 + 13;

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
