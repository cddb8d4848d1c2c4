package io.jrunc.spec;

import java.util.List;

/** The points of a container's life at which hooks run, in their order. */
public enum HookKind implements Word {
  PRESTART("prestart"),
  CREATE_RUNTIME("createRuntime"),
  CREATE_CONTAINER("createContainer"),
  START_CONTAINER("startContainer"),
  POSTSTART("poststart"),
  POSTSTOP("poststop");

  private final String word;

  HookKind(String word) {
    this.word = word;
  }

  /** The member of {@code hooks} in config.json. */
  @Override
  public String word() {
    return word;
  }

  /** The hooks of this kind, in the order in which they run. */
  public List<Hook> of(Hooks hooks) {
    return switch (this) {
      case PRESTART -> hooks.prestart();
      case CREATE_RUNTIME -> hooks.createRuntime();
      case CREATE_CONTAINER -> hooks.createContainer();
      case START_CONTAINER -> hooks.startContainer();
      case POSTSTART -> hooks.poststart();
      case POSTSTOP -> hooks.poststop();
    };
  }
}
