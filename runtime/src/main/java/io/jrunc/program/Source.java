package io.jrunc.program;

/**
 * Why an instruction is there.
 *
 * @param pointer JSON pointer (RFC 6901) to the field of config.json that asked for it; empty where
 *     the runtime does it for every container
 * @param why the purpose in a few words, the middle part of an error message: {@code mount proc on
 *     /proc}
 */
public record Source(String pointer, String why) {

  /** A step that every container needs, whatever its configuration. */
  public static Source always(String why) {
    return new Source("", why);
  }

  /** The same field with another purpose. */
  public Source because(String otherWhy) {
    return new Source(pointer, otherWhy);
  }
}
