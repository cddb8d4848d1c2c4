package io.jrunc.conformance.kit;

import java.util.Locale;

/** The two ways that a command of jrunc can go: a JVM of its own, or the resident engine. */
public enum Door {
  COLD,

  /** By the engine what it serves, the rest by a JVM. */
  WARM,

  /** By the engine; what it does not serve fails. */
  SERVED;

  /** That of all commands of this run which don't say another one: -Djrunc.door. */
  static Door configured() {
    return valueOf(System.getProperty("jrunc.door", "cold").toUpperCase(Locale.ROOT));
  }
}
