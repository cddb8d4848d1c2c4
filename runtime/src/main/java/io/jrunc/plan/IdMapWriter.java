package io.jrunc.plan;

/** Who writes an id map of a new user namespace. */
public enum IdMapWriter {
  /** The engine, which may map any id. */
  ENGINE,
  /**
   * The engine, which may map nothing but the id of its own user; a group only after setgroups(2)
   * has been given up for good (CVE-2014-8989).
   */
  ENGINE_OF_ORDINARY_USER,
  /** newuidmap or newgidmap, for an ordinary user who has subordinate ids; see subuid(5). */
  PROGRAM
}
