package io.jrunc.linux;

import java.util.List;

/**
 * A process to start with posix_spawn(3). It inherits what is not close-on-exec, so also files of
 * the JVM; its signal actions are the default ones.
 *
 * @param executable an executable file, run by its path in procfs; not a script
 * @param arguments begin with the name of the program
 * @param environment as NAME=VALUE
 * @param firstSlot the number that the first of {@code slots} has in the new process; what is below
 *     it is inherited as it is
 * @param slots what has the numbers from there on
 * @param blocked its signal mask
 */
public record Spawn(
    Fd executable,
    List<String> arguments,
    List<String> environment,
    int firstSlot,
    List<Fd> slots,
    SignalSet blocked) {

  public Spawn {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    slots = List.copyOf(slots);
    if (firstSlot < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + firstSlot);
    }
  }
}
