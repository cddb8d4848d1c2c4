package io.jrunc.launch;

/** Runs the hooks that init has in its program. */
@FunctionalInterface
public interface HookActions {

  /**
   * The next hook waits, in the order of config.json. It has ended when this returns; an exception
   * ends the container.
   */
  void hookWaits(WaitingHook hook);
}
