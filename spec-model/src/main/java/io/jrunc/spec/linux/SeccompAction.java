package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** What a filter does with a system call; the names are those of libseccomp. */
public enum SeccompAction implements Word {
  ACT_KILL("SCMP_ACT_KILL"),
  ACT_KILL_PROCESS("SCMP_ACT_KILL_PROCESS"),
  ACT_KILL_THREAD("SCMP_ACT_KILL_THREAD"),
  ACT_TRAP("SCMP_ACT_TRAP"),
  ACT_ERRNO("SCMP_ACT_ERRNO"),
  ACT_TRACE("SCMP_ACT_TRACE"),
  ACT_ALLOW("SCMP_ACT_ALLOW"),
  ACT_LOG("SCMP_ACT_LOG"),
  ACT_NOTIFY("SCMP_ACT_NOTIFY");

  private final String word;

  SeccompAction(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
