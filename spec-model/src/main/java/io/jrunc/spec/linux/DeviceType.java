package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** The kinds of device nodes. */
public enum DeviceType implements Word {
  CHAR("c"),
  BLOCK("b"),
  UNBUFFERED("u"),
  FIFO("p");

  private final String word;

  DeviceType(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
