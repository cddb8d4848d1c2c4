package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.spec.state.State;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what all containers of a state root are doing. */
public final class ListContainers {
  private final ContainerStore store;
  private final ContainerGroups groups;

  public ListContainers(ContainerStore store, ContainerGroups groups) {
    this.store = store;
    this.groups = groups;
  }

  /** All containers with their owners; one that can't be read doesn't hide the others. */
  public ContainerList run() {
    List<State> states = new ArrayList<>();
    List<JruncException> unreadable = new ArrayList<>();
    for (String id : store.ids()) {
      try {
        Optional<ContainerRecord> found = store.find(id);
        if (found.isPresent()) { // else it was deleted meanwhile
          ContainerRecord container = found.get();
          states.add(
              ReadState.state(
                  container, ReadState.status(store, groups, container), store.owner(container)));
        }
      } catch (JruncException e) {
        unreadable.add(new OperationException("list", id, e));
      }
    }
    return new ContainerList(states, unreadable);
  }
}
