package io.jrunc.linux.abi;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signal, from {@code asm-generic/signal.h}; the same on all architectures here.
 *
 * @param number 0 to 64; 0 reaches nobody, and only asks whether there is somebody; from 34 on they
 *     are realtime signals (32 and 33 belong to the C library)
 */
public record Signal(int number) {

  public static final Signal SIGHUP = new Signal(1);
  public static final Signal SIGINT = new Signal(2);
  public static final Signal SIGQUIT = new Signal(3);
  public static final Signal SIGKILL = new Signal(9);
  public static final Signal SIGPIPE = new Signal(13);
  public static final Signal SIGTERM = new Signal(15);
  public static final Signal SIGCHLD = new Signal(17);
  public static final Signal SIGCONT = new Signal(18);
  public static final Signal SIGSTOP = new Signal(19);
  public static final Signal SIGWINCH = new Signal(28);

  /** The largest signal number. */
  public static final int LARGEST = 64;

  private static final int SIGRTMIN = 34;

  private static final String[] NAMES = {
    "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  public Signal {
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException("no signal has the number " + number);
    }
  }

  /**
   * The signal that people call so: {@code 15}, {@code TERM}, {@code sigterm}, {@code RTMIN+3},
   * {@code SIGRTMAX-1}; empty if there is none.
   */
  public static Optional<Signal> named(String word) {
    if (!word.isEmpty() && isDigit(word.charAt(0))) {
      return numbered(number(word));
    }
    String name = word.toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    for (int number = 1; number < NAMES.length; number++) {
      if (NAMES[number].equals(name)) {
        return Optional.of(new Signal(number));
      }
    }
    return switch (name) {
      case "IOT" -> numbered(6);
      case "CLD" -> numbered(17);
      case "POLL" -> numbered(29);
      case "UNUSED" -> numbered(31);
      default -> realtime(name);
    };
  }

  /** The name with its prefix, such as {@code SIGTERM} or {@code SIGRTMIN+3}. */
  public String name() {
    if (number < NAMES.length) {
      return "SIG" + NAMES[number];
    }
    if (number < SIGRTMIN) {
      return "SIG" + number;
    }
    return number == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (number - SIGRTMIN);
  }

  /** The bit of this signal in the kernel's 64-bit signal sets; none for 0. */
  public long bit() {
    return number == 0 ? 0 : 1L << (number - 1);
  }

  @Override
  public String toString() {
    return name();
  }

  /** Written out: those that records get link method handles, 20 ms in a JVM that is new. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signal signal && signal.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  private static Optional<Signal> realtime(String name) {
    if (name.equals("RTMIN")) {
      return numbered(SIGRTMIN);
    }
    if (name.equals("RTMAX")) {
      return numbered(LARGEST);
    }
    int distance = name.length() > 6 ? number(name.substring(6)) : -1;
    if (distance < 0 || distance > LARGEST - SIGRTMIN) {
      return Optional.empty();
    }
    if (name.startsWith("RTMIN+")) {
      return numbered(SIGRTMIN + distance);
    }
    return name.startsWith("RTMAX-") ? numbered(LARGEST - distance) : Optional.empty();
  }

  private static Optional<Signal> numbered(int number) {
    return number < 0 || number > LARGEST ? Optional.empty() : Optional.of(new Signal(number));
  }

  /** The number that up to two digits write, or -1. */
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 2) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!isDigit(digits.charAt(i))) {
        return -1;
      }
      number = 10 * number + digits.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
