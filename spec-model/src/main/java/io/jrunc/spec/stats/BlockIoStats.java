package io.jrunc.spec.stats;

import java.util.List;
import java.util.Optional;

/**
 * Block I/O, of the group and those below it.
 *
 * @param serviceBytes transferred
 * @param serviced requests
 * @param queued requests that wait
 * @param serviceTime nanoseconds between dispatch and completion
 * @param waitTime nanoseconds in queues
 * @param merged requests that were merged into others
 * @param time milliseconds that devices were the group's alone
 * @param sectors transferred
 * @param pressure of version 2, where the kernel measures it
 */
public record BlockIoStats(
    List<Entry> serviceBytes,
    List<Entry> serviced,
    List<Entry> queued,
    List<Entry> serviceTime,
    List<Entry> waitTime,
    List<Entry> merged,
    List<Entry> time,
    List<Entry> sectors,
    Optional<PressureStats> pressure) {

  /**
   * One figure of one device.
   *
   * @param op what kind of request: {@code Read}, {@code Write}, {@code Total} …; empty where they
   *     are not told apart
   */
  public record Entry(long major, long minor, String op, long value) {}

  /** Copies the collections. */
  public BlockIoStats {
    serviceBytes = List.copyOf(serviceBytes);
    serviced = List.copyOf(serviced);
    queued = List.copyOf(queued);
    serviceTime = List.copyOf(serviceTime);
    waitTime = List.copyOf(waitTime);
    merged = List.copyOf(merged);
    time = List.copyOf(time);
    sectors = List.copyOf(sectors);
  }
}
