package io.jrunc.spec.stats;

/**
 * How much time is lost by waiting for a resource (PSI).
 *
 * @param some time in which some processes waited
 * @param full time in which all did
 */
public record PressureStats(Share some, Share full) {

  /**
   * A share of time.
   *
   * @param avg10 percent of the last 10 seconds
   * @param avg60 percent of the last minute
   * @param avg300 percent of the last five minutes
   * @param total microseconds so far
   */
  public record Share(double avg10, double avg60, double avg300, long total) {

    /** Nothing lost, or nothing known. */
    public static Share none() {
      return new Share(0, 0, 0, 0);
    }
  }
}
