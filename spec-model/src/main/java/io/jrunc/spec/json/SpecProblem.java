package io.jrunc.spec.json;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer RFC 6901 JSON pointer of the value, such as {@code /mounts/2/destination}; empty
 *     for the whole document
 * @param message what is wrong with it, in lower case, such as {@code is required}
 */
public record SpecProblem(String pointer, String message) {

  /** Pointer and message as one line. */
  @Override
  public String toString() {
    return pointer.isEmpty() ? message : pointer + ": " + message;
  }
}
