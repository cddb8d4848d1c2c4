package io.jrunc.engine;

import io.jrunc.linux.abi.Signal;

/**
 * A signal for a container.
 *
 * @param id the container's name; not checked yet
 */
public record KillRequest(String id, Signal signal, Scope scope) {

  /** Who gets the signal. */
  public enum Scope {
    /** Init; with SIGKILL all others too, unless the kernel ends them with init. */
    INIT,
    /** Every process in the container's cgroup. */
    ALL
  }
}
