package io.jrunc.linux;

/** The text form of /proc/PID/mountinfo, see proc_pid_mountinfo(5). */
public final class Mountinfo {
  private static final int RADIX = 8;
  private static final int DIGITS = 3;

  private Mountinfo() {}

  /**
   * A path as a field has it: blanks, line breaks and backslashes are {@code \} and three digits.
   */
  public static String path(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder plain = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        plain.append((char) Integer.parseInt(field.substring(i + 1, i + 1 + DIGITS), RADIX));
        i += DIGITS;
      } else {
        plain.append(field.charAt(i));
      }
    }
    return plain.toString();
  }
}
