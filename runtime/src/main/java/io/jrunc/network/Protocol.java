package io.jrunc.network;

/** A protocol that has ports. */
public enum Protocol {
  TCP("tcp"),
  UDP("udp");

  private final String word;

  Protocol(String word) {
    this.word = word;
  }

  /** As it is written in options and annotations. */
  public String word() {
    return word;
  }
}
