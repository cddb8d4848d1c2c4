package io.jrunc.linux;

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

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
