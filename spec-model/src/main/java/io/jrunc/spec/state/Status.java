package io.jrunc.spec.state;

import io.jrunc.spec.Word;

/** What a container is doing; paused is an extension that every runtime has. */
public enum Status implements Word {
  CREATING("creating"),
  CREATED("created"),
  RUNNING("running"),
  PAUSED("paused"),
  STOPPED("stopped");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
