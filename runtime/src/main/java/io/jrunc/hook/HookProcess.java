package io.jrunc.hook;

import io.jrunc.linux.Fd;
import io.jrunc.linux.PidFd;

/** The process of a hook, which waits to begin. */
public interface HookProcess {

  /** The process. */
  PidFd process();

  /** The empty file that will be its standard input. */
  Fd input();

  /** What it writes to standard output and error is read here. */
  Fd output();

  /** Lets it become the hook. */
  void begin();

  /** How it ended; only to be asked once it has. */
  HookEnd end();
}
