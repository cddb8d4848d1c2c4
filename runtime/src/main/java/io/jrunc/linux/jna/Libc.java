package io.jrunc.linux.jna;

/**
 * The functions of the C library that are called. Addresses are numbers; what they point to must be
 * kept reachable by the caller.
 */
interface Libc {

  /** Calls the kernel: -1 is an error, and {@link #errno} says which. */
  long syscall(long number, long a, long b, long c, long d, long e, long f);

  /** The error of this thread's last {@link #syscall}. */
  int errno();

  // the functions of posix_spawn(3) return the error themselves

  int posixSpawn(long pid, long path, long actions, long attributes, long argv, long envp);

  int fileActionsInit(long actions);

  int fileActionsAddDup2(long actions, int from, int to);

  int fileActionsDestroy(long actions);

  int attributesInit(long attributes);

  int attributesSetFlags(long attributes, short flags);

  int attributesSetSignalMask(long attributes, long set);

  int attributesSetSignalDefaults(long attributes, long set);

  int attributesDestroy(long attributes);
}
