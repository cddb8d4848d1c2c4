package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** Flags of seccomp(2), with the kernel's names. */
public enum SeccompFlag implements Word {
  TSYNC("SECCOMP_FILTER_FLAG_TSYNC"),
  LOG("SECCOMP_FILTER_FLAG_LOG"),
  SPEC_ALLOW("SECCOMP_FILTER_FLAG_SPEC_ALLOW"),
  WAIT_KILLABLE_RECV("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

  private final String word;

  SeccompFlag(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
