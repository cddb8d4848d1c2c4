package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** What kind of device a rule of the device cgroup is about. */
public enum DeviceRuleType implements Word {
  ALL("a"),
  CHAR("c"),
  BLOCK("b");

  private final String word;

  DeviceRuleType(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
