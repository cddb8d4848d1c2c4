package io.jrunc.serve;

import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages to a client; see the picture of the package. */
final class Requests {
  /** The descriptors of the fullest message. */
  static final int MOST_DESCRIPTORS = 250;

  /** The bytes that one message can write. */
  static final int LONGEST_WRITE = Hello.LONGEST - 2 * Integer.BYTES;

  private Requests() {}

  static byte[] cold() {
    return new Writer(Operation.COLD).bytes();
  }

  /**
   * Tells that something begins.
   *
   * @param cleanup the command line that cleans up, without the program's name; empty for none
   */
  static byte[] begun(List<String> cleanup) {
    return new Writer(Operation.BEGUN).number(cleanup.size()).strings(cleanup).bytes();
  }

  /**
   * Writes.
   *
   * @param stream 1 or 2
   */
  static byte[] write(int stream, byte[] bytes, int offset, int length) {
    return new Writer(Operation.WRITE).number(stream).raw(bytes, offset, length).bytes();
  }

  static byte[] hold() {
    return new Writer(Operation.HOLD).bytes();
  }

  /**
   * Starts a child; {@code arguments} and the rest are those of {@link io.jrunc.linux.Spawn}.
   *
   * @param ignored by the client, bit n-1 for signal n; the child ignores none of them
   */
  static byte[] spawn(
      int firstSlot,
      List<String> arguments,
      List<String> environment,
      SignalSet blocked,
      long ignored) {
    return new Writer(Operation.SPAWN)
        .number(firstSlot)
        .number(arguments.size())
        .number(environment.size())
        .wide(blocked.bits())
        .wide(ignored)
        .strings(arguments)
        .strings(environment)
        .bytes();
  }

  static byte[] waitFor(Pid pid) {
    return new Writer(Operation.WAIT).number(pid.number()).number(0).bytes();
  }

  static byte[] lookAfter(Pid pid) {
    return new Writer(Operation.WAIT).number(pid.number()).number(1).bytes();
  }

  /**
   * Leaves the client alone with a program.
   *
   * @param finish the command line for its end, without the program's name; empty for none
   */
  static byte[] foreground(Pid pid, List<String> finish) {
    return new Writer(Operation.FOREGROUND)
        .number(pid.number())
        .number(finish.size())
        .strings(finish)
        .bytes();
  }

  static byte[] exit(int code) {
    return new Writer(Operation.EXIT).number(code).bytes();
  }

  /** Appends in little-endian order. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    Writer(Operation operation) {
      number(operation.number());
    }

    Writer number(int number) {
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        out.write(number >> shift);
      }
      return this;
    }

    Writer wide(long number) {
      return number((int) number).number((int) (number >> Integer.SIZE));
    }

    Writer strings(List<String> strings) {
      for (String string : strings) {
        out.writeBytes(string.getBytes(StandardCharsets.UTF_8));
        out.write(0);
      }
      return this;
    }

    Writer raw(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
