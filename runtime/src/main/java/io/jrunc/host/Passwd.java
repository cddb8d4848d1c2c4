package io.jrunc.host;

import java.util.Optional;

/** The file of users, see passwd(5). */
final class Passwd {
  private static final int FIELDS = 7;
  private static final int UID = 2;
  private static final int HOME = 5;

  private Passwd() {}

  /** The home directory of the first user with this id, if it is a path. */
  static Optional<String> home(String text, long uid) {
    String number = Long.toString(uid);
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String[] fields = text.substring(start, end).split(":", FIELDS);
      if (fields.length > HOME && fields[UID].equals(number)) {
        boolean usable = fields[HOME].startsWith("/") && fields[HOME].indexOf('\0') < 0;
        return usable ? Optional.of(fields[HOME]) : Optional.empty();
      }
      start = end + 1;
    }
    return Optional.empty();
  }
}
