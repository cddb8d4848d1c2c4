package io.jrunc.engine;

/** The session keyring of a container's programs. */
public enum SessionKeyring {
  /** A new one, which they share. */
  OWN,
  /** That of whoever makes the container. */
  CALLERS
}
