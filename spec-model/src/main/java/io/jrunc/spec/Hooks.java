package io.jrunc.spec;

import java.util.List;

/**
 * Programs to run at points of the life cycle, each kind in the listed order.
 *
 * @param prestart deprecated: as {@code createRuntime}, before it
 * @param createRuntime in create, when the namespaces exist, in those of the runtime
 * @param createContainer in create, before pivot_root; path of the runtime, namespaces of the
 *     container
 * @param startContainer in start, before the program, in the namespaces of the container
 * @param poststart in start, after the program began, in the namespaces of the runtime
 * @param poststop in delete, after everything else, in the namespaces of the runtime
 */
public record Hooks(
    List<Hook> prestart,
    List<Hook> createRuntime,
    List<Hook> createContainer,
    List<Hook> startContainer,
    List<Hook> poststart,
    List<Hook> poststop) {

  /** Copies the collections. */
  public Hooks {
    prestart = List.copyOf(prestart);
    createRuntime = List.copyOf(createRuntime);
    createContainer = List.copyOf(createContainer);
    startContainer = List.copyOf(startContainer);
    poststart = List.copyOf(poststart);
    poststop = List.copyOf(poststop);
  }

  /** Whether there is no hook of any kind. */
  public boolean isEmpty() {
    return prestart.isEmpty()
        && createRuntime.isEmpty()
        && createContainer.isEmpty()
        && startContainer.isEmpty()
        && poststart.isEmpty()
        && poststop.isEmpty();
  }

  /** No hook of any kind. */
  public static Hooks none() {
    return new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
