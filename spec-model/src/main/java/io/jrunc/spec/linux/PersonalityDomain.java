package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** Execution domains of personality(2). */
public enum PersonalityDomain implements Word {
  LINUX,
  LINUX32;

  @Override
  public String word() {
    return name();
  }
}
