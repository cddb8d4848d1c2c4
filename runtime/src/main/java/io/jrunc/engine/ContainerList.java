package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.spec.state.State;
import java.util.List;

/**
 * The containers of a state root.
 *
 * @param states in alphabetical order of their names
 * @param unreadable what is wrong with those that can't be told
 */
public record ContainerList(List<State> states, List<JruncException> unreadable) {

  /** Copies the collections. */
  public ContainerList {
    states = List.copyOf(states);
    unreadable = List.copyOf(unreadable);
  }
}
