package io.jrunc.state;

/** How far the runtime has brought a container; whether it still lives, init's process tells. */
public enum Phase {
  /** {@code create} is at work, or was killed. */
  CREATING("creating"),
  /** Init waits for {@code start}. */
  CREATED("created"),
  /** Init was told to go on to the user's program. */
  STARTED("started");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /** As the state file spells it. */
  String word() {
    return word;
  }
}
