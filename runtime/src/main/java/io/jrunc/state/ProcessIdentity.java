package io.jrunc.state;

/**
 * One process for ever: a pid alone may be given to another process later.
 *
 * @param pid above 0, as this process sees it
 * @param startTime in clock ticks since boot: field 22 of /proc/PID/stat
 */
public record ProcessIdentity(int pid, long startTime) {

  public ProcessIdentity {
    if (pid <= 0) {
      throw new IllegalArgumentException("no process has the pid " + pid);
    }
  }

  /** Like equals, whose first call makes a record's class load for 20 ms. */
  public boolean is(ProcessIdentity other) {
    return pid == other.pid && startTime == other.startTime;
  }
}
