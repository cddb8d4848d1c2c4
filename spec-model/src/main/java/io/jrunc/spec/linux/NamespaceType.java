package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** The kinds of namespaces. */
public enum NamespaceType implements Word {
  PID("pid"),
  NETWORK("network"),
  MOUNT("mount"),
  IPC("ipc"),
  UTS("uts"),
  USER("user"),
  CGROUP("cgroup"),
  TIME("time");

  private final String word;

  NamespaceType(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
