package io.jrunc.bundle;

import java.util.Arrays;

/** The bytes of a config.json, which nobody changes. */
public final class Document {
  private final byte[] content;

  /** Keeps a copy. */
  public Document(byte[] content) {
    this.content = content.clone();
  }

  /** Whether it says the same to the byte. */
  public boolean is(byte[] bytes) {
    return Arrays.equals(content, bytes);
  }

  boolean isSame(Document other) {
    return is(other.content);
  }

  /** A copy of the bytes. */
  public byte[] content() {
    return content.clone();
  }
}
