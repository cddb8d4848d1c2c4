package io.jrunc.engine;

/** Is told what a container does without, though its configuration asks for it. */
@FunctionalInterface
public interface Warnings {

  /**
   * Takes one warning.
   *
   * @param warning the container's name and what it does without, on one line
   */
  void tell(String warning);

  /** Takes one that the specification wants to be told in any case. */
  default void insist(String warning) {
    tell(warning);
  }

  /** Takes what is no warning, for those who want to know how it went. */
  default void detail(String message) {}
}
