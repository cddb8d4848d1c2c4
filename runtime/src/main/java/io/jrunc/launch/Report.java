package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Errno;
import io.jrunc.program.ReportPage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a program has written to its report page. The page was shared with the container, so nothing
 * in it can be trusted: numbers may be out of range.
 *
 * @param at index of the instruction that was run last
 * @param error 0, an errno, or {@link ReportPage#UNEXPECTED_RESULT}
 * @param value the unexpected result
 * @param executable which candidate for the executable was chosen
 * @param keyring errno of the session keyring that could not be had; 0 when all is well
 * @param log what the kernel said about a file system; empty where it said nothing
 */
public record Report(
    long at, long error, long value, int executable, int keyring, Optional<String> log) {

  /** Reads the page through its descriptor, which stays open. */
  public static Report read(FileCalls files, Fd page) {
    byte[] bytes = new byte[ReportPage.SIZE];
    files.pread(page, bytes, 0);
    return parse(bytes);
  }

  static Report parse(byte[] page) {
    ByteBuffer view = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    return new Report(
        Integer.toUnsignedLong(view.getInt(0)),
        Integer.toUnsignedLong(view.getInt(4)),
        view.getLong(8),
        view.getInt(ReportPage.EXECUTABLE),
        view.getInt(ReportPage.KEYRING),
        log(page));
  }

  /** Whether the trampoline has recorded a failure. */
  public boolean hasFailed() {
    return error != 0;
  }

  /** Why the container has no session keyring of its own; empty where it has one, or wants none. */
  public Optional<String> keyringProblem() {
    if (keyring == 0) {
      return Optional.empty();
    }
    Errno errno = Errno.of(keyring);
    String advice =
        errno == Errno.EDQUOT
            ? "; its user has too many keys, see kernel.keys.root_maxkeys and kernel.keys.maxkeys"
            : "";
    return Optional.of("goes without a session keyring: " + errno + advice);
  }

  /** Why, in words: the kernel's where it gave any, and the errno. */
  public String reason() {
    String text =
        error == ReportPage.UNEXPECTED_RESULT
            ? "unexpected result " + value
            : Errno.of((int) error).toString();
    return log.map(line -> line + ": " + text).orElse(text);
  }

  /** Lines of the kernel begin with a letter for their weight: {@code e tmpfs: Bad value …}. */
  private static Optional<String> log(byte[] page) {
    int end = ReportPage.LOG;
    while (end < ReportPage.LOG + ReportPage.LOG_SIZE && page[end] != 0 && page[end] != '\n') {
      end++;
    }
    String line = new String(page, ReportPage.LOG, end - ReportPage.LOG, StandardCharsets.US_ASCII);
    if (line.length() > 2 && line.charAt(1) == ' ') {
      line = line.substring(2);
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
