package io.jrunc.engine;

/** How the caller wants the container's root to become {@code /}. */
public enum RootSwitch {
  /** By pivot_root(2), after which nothing of the host's tree is left. */
  PIVOT,
  /** Without it ({@code --no-pivot}), for hosts whose own root is a ram disk. */
  NO_PIVOT
}
