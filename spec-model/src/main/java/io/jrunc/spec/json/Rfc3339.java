package io.jrunc.spec.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as Go prints them. Spares the commands java.time.format, which takes long to load. */
final class Rfc3339 {
  private static final int SECONDS_END = "2026-01-02T03:04:05".length();

  private Rfc3339() {}

  /** Such as {@code 2026-01-02T03:04:05.678Z}, with as many digits as are needed. */
  static String format(Instant time) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(local.toString());
    if (local.getSecond() == 0 && local.getNano() == 0) {
      text.append(":00");
    }
    while (local.getNano() != 0 && text.charAt(text.length() - 1) == '0') {
      text.setLength(text.length() - 1);
    }
    return text.append('Z').toString();
  }

  /**
   * What {@link #format} printed, and other times of that standard.
   *
   * @throws DateTimeException when it is no time
   */
  static Instant parse(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END || text.charAt(end) != 'Z' || !isPlain(text, end)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int nanos = 0;
    for (int i = SECONDS_END + 1; i <= SECONDS_END + 9; i++) {
      nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isPlain(String text, int end) {
    String form = "0000-00-00T00:00:00.000000000";
    if (end > form.length() || end == SECONDS_END + 1) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char wanted = form.charAt(i);
      char c = text.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
