package io.jrunc.engine;

import java.time.Duration;

/**
 * To follow what a container uses.
 *
 * @param interval between two looks; longer than 0
 */
public record EventsRequest(String id, Duration interval) {

  /** Checks the interval. */
  public EventsRequest {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval " + interval);
    }
  }
}
