package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** The clocks that a time namespace can shift. */
public enum Clock implements Word {
  MONOTONIC("monotonic"),
  BOOTTIME("boottime");

  private final String word;

  Clock(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
