package io.jrunc.usernet;

import java.util.Optional;

/**
 * A program of a network, and the container that it is for. Pids are those of the host; start times
 * are in clock ticks since boot, as proc_pid_stat(5) tells them.
 *
 * @param initPid of the container's first process
 * @param initStartTime of that process
 * @param pid of the program
 * @param startTime of the program
 */
public record CompanionRecord(int initPid, long initStartTime, int pid, long startTime) {

  /** As it is kept in a file. */
  public String text() {
    return initPid + "\t" + initStartTime + "\t" + pid + "\t" + startTime + "\n";
  }

  /** The reverse; empty if it is no such text. */
  public static Optional<CompanionRecord> parse(String text) {
    String[] fields = text.strip().split("\t", -1);
    if (fields.length != 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CompanionRecord(
              Integer.parseInt(fields[0]),
              Long.parseLong(fields[1]),
              Integer.parseInt(fields[2]),
              Long.parseLong(fields[3])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
