package io.jrunc.bundle;

/** The bytes of a config.json, which nobody changes. */
public final class Document {
  private final byte[] content;

  /** Keeps a copy. */
  public Document(byte[] content) {
    this.content = content.clone();
  }

  /** A copy of the bytes. */
  public byte[] content() {
    return content.clone();
  }
}
