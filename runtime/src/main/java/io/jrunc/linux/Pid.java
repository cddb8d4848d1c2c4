package io.jrunc.linux;

import org.jspecify.annotations.Nullable;

/**
 * The number of one process in this process's pid namespace.
 *
 * @param number above zero: the kernel gives zero and negative numbers other meanings (this
 *     process, everybody, a group), and writing 0 to cgroup.procs moves the writer
 */
public record Pid(int number) {

  public Pid {
    if (number <= 0) {
      throw new IllegalArgumentException("not a process id: " + number);
    }
  }

  /** Written out: those that records get link method handles, 20 ms in a JVM that is new. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pid pid && pid.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
