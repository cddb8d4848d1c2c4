package io.jrunc.usernet;

/** What a program of a network is given as an open file. */
public enum Stream {
  /** The container's network namespace. */
  NAMESPACE,
  /** Nothing to read. */
  NOTHING,
  /** A file that takes what it writes, up to a limit. */
  LOG,
  /** A pipe into which it writes when it is ready. */
  READINESS,
  /** The container's first process, by pidfd_open(2). */
  INIT
}
