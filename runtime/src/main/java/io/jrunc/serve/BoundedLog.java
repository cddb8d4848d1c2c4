package io.jrunc.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells what others cause, so that they can't fill a disk by causing it often. */
final class BoundedLog {
  private static final int MOST = 10;
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final ServiceLog log;
  private final InstantSource clock;
  private Instant since = Instant.EPOCH;
  private int told;
  private int kept;

  BoundedLog(ServiceLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Tells it, unless ten others were told in the same minute. */
  synchronized void tell(String message) {
    Instant now = clock.instant();
    if (now.isAfter(since.plus(SPAN))) {
      since = now;
      told = 0;
      if (kept > 0) {
        log.tell(kept + " more of that were not told");
        kept = 0;
      }
    }
    if (told < MOST) {
      told++;
      log.tell(message);
    } else {
      kept++;
      log.detail(message);
    }
  }
}
