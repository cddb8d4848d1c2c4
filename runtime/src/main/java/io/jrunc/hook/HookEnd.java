package io.jrunc.hook;

import io.jrunc.linux.ExitStatus;

/** How a hook has ended. */
public sealed interface HookEnd {

  /** It ran. */
  record Ended(ExitStatus status) implements HookEnd {}

  /** It could not be run, with the kernel's reason. */
  record NotRun(String reason) implements HookEnd {}
}
