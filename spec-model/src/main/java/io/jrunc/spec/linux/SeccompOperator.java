package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** How an argument of a system call is compared; the names are those of libseccomp. */
public enum SeccompOperator implements Word {
  NE("SCMP_CMP_NE"),
  LT("SCMP_CMP_LT"),
  LE("SCMP_CMP_LE"),
  EQ("SCMP_CMP_EQ"),
  GE("SCMP_CMP_GE"),
  GT("SCMP_CMP_GT"),
  MASKED_EQ("SCMP_CMP_MASKED_EQ");

  private final String word;

  SeccompOperator(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
