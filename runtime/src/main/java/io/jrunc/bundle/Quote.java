package io.jrunc.bundle;

/** Puts a value of the configuration into a message, so that it stays one line. */
final class Quote {
  private static final int LONGEST = 100;

  private Quote() {}

  /**
   * In quotation marks, control characters as {@code \}{@code u000a}, the end of a long one cut.
   */
  static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(value.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        quoted.append("\\u00").append(Character.forDigit(c >> 4, 16));
        quoted.append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(end < value.length() ? "…\"" : "\"").toString();
  }
}
