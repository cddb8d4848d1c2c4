package io.jrunc.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Durations as Go writes them, which is how runc's options take them: {@code 500ms}, {@code 1m30s}.
 */
final class GoDuration {
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** Empty for everything else; only 0 needs no unit. */
  static Optional<Duration> parse(String text) {
    boolean hasSign = text.startsWith("-") || text.startsWith("+");
    String rest = hasSign ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    boolean isDuration = !rest.isEmpty();
    while (isDuration && !rest.isEmpty()) {
      int digits = length(rest, true);
      int unit = length(rest.substring(digits), false);
      long size = nanos(rest.substring(digits, digits + unit));
      String number = rest.substring(0, digits);
      isDuration = isNumber(number) && size > 0;
      if (isDuration) {
        nanos = nanos.add(new BigDecimal(number).multiply(BigDecimal.valueOf(size)));
        rest = rest.substring(digits + unit);
      }
    }
    if (!isDuration || nanos.compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return Optional.of(text.startsWith("-") ? duration.negated() : duration);
  }

  /** How many characters at the beginning belong, or don't belong, to a number. */
  private static int length(String text, boolean ofNumber) {
    int length = 0;
    while (length < text.length() && isOfNumber(text.charAt(length)) == ofNumber) {
      length++;
    }
    return length;
  }

  private static boolean isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static boolean isNumber(String text) {
    return text.indexOf('.') == text.lastIndexOf('.') && !text.isEmpty() && !text.equals(".");
  }

  /** In nanoseconds; 0 for what is no unit. */
  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "µs", "μs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 0L;
    };
  }
}
