package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.plan.MountIdMap;

/**
 * What the host has to do while a container is made, in this order; the container waits meanwhile.
 * An exception ends the container.
 */
public interface HostActions extends HookActions {

  /**
   * The user namespace of this process, which is not the container's, needs the id maps of a mount.
   * This comes before all others, once for each map.
   *
   * @param pointer to the mount
   */
  void mappingNeeded(Pid process, String pointer, MountIdMap.Ranges ranges);

  /** The user namespace of this process needs its id maps. */
  void userNamespaceCreated(Pid process);

  /**
   * The program runs: what it doesn't need yet can be made now.
   *
   * @return whether the program waits to be told that it is made
   */
  default boolean begun() {
    return false;
  }

  /** Init exists: it needs its cgroup, and what else is done to a process from outside. */
  void initCreated(PidFd init);

  /**
   * Init was created, and has been told to go on.
   *
   * @return whether it need not wait either when it is ready: what it would wait for is done
   */
  default boolean goesAhead(PidFd init) {
    return false;
  }

  /**
   * A tmpfs is to begin with what it is going to hide.
   *
   * @param pointer to the mount
   * @param source the directory that it hides; closed by the caller
   * @param tmpfs closed by the caller
   */
  void copyUp(String pointer, Fd source, Fd tmpfs);

  /**
   * The container has a terminal.
   *
   * @param master whoever takes it closes it
   */
  void terminalOpened(Fd master);

  /** Everything is mounted, and the root has not changed yet: hooks of the host run here. */
  default void mounted(PidFd init) {}

  /** Not every program has hooks. */
  @Override
  default void hookWaits(WaitingHook hook) {
    throw new IllegalStateException("nobody expects a hook");
  }

  /**
   * The program is filtered, and some of its calls are answered by an agent. Only for one that is
   * executed at once; others tell the one who starts them.
   *
   * @param listener where the calls arrive; closed afterwards
   */
  default void filterListens(Pid program, Fd listener) {
    throw new IllegalStateException("nobody listens to the calls of " + program);
  }

  /**
   * Everything is made, and the container waits for start, unless it goes ahead.
   *
   * @param report what the program has noted on its way
   */
  void ready(PidFd init, Report report);
}
