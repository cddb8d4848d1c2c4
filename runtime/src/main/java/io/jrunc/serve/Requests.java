package io.jrunc.serve;

import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The messages to a client; see the picture of the package. All have one form: two signal masks of
 * 64 bits each, which only a child needs; in 32 bits each the operation, its argument, and how many
 * descriptors, words and variables follow; and then the text.
 */
final class Requests {
  /** The bytes before the text. */
  static final int FIXED = 2 * Long.BYTES + 5 * Integer.BYTES;

  /** The descriptors of the fullest message. */
  static final int MOST_DESCRIPTORS = 250;

  /** The bytes that one message can write. */
  static final int LONGEST_WRITE = Hello.LONGEST - FIXED;

  /** What says how a program has ended takes the place of this word: as many decimal digits. */
  static final String END = "0".repeat(18);

  private Requests() {}

  static byte[] cold() {
    return plain(Operation.COLD, 0);
  }

  private static byte[] plain(Operation operation, int argument) {
    return new Writer(operation, argument).counts(0, 0, 0).bytes();
  }

  /**
   * Tells that something begins.
   *
   * @param cleanup the command line that cleans up, without the program's name; empty for none
   */
  static byte[] begun(List<String> cleanup) {
    return new Writer(Operation.BEGUN, 0).counts(0, cleanup.size(), 0).strings(cleanup).bytes();
  }

  /**
   * Writes.
   *
   * @param stream 1 or 2
   */
  static byte[] write(int stream, byte[] bytes, int offset, int length) {
    return new Writer(Operation.WRITE, stream).counts(0, 0, 0).raw(bytes, offset, length).bytes();
  }

  /** What descriptors come with, or nothing. */
  static byte[] files() {
    return plain(Operation.FILES, 0);
  }

  /**
   * Starts a child, whose slots and whose program follow.
   *
   * @param ignored by the client, bit n-1 for signal n; the child ignores none of them
   */
  static byte[] spawn(Spawn spawn, long ignored) {
    return new Writer(Operation.SPAWN, spawn.firstSlot(), spawn.blocked(), ignored)
        .counts(spawn.slots().size() + 1, spawn.arguments().size(), spawn.environment().size())
        .strings(spawn.arguments())
        .strings(spawn.environment())
        .bytes();
  }

  static byte[] waitFor(Pid pid) {
    return plain(Operation.WAIT, pid.number());
  }

  /**
   * Leaves the client alone with a program.
   *
   * @param files how many follow: its terminal, if it has one
   * @param finish the command line for its end, without the program's name, with {@link #END} as
   *     its last word; empty for none
   */
  static byte[] foreground(Pid pid, int files, List<String> finish) {
    return new Writer(Operation.FOREGROUND, pid.number())
        .counts(files, finish.size(), 0)
        .strings(finish)
        .bytes();
  }

  static byte[] exit(int code) {
    return plain(Operation.EXIT, code);
  }

  /** Appends in little-endian order. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    Writer(Operation operation, int argument) {
      this(operation, argument, SignalSet.EMPTY, 0);
    }

    Writer(Operation operation, int argument, SignalSet blocked, long ignored) {
      wide(blocked.bits());
      wide(ignored);
      number(operation.number());
      number(argument);
    }

    private void number(int number) {
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        out.write(number >> shift);
      }
    }

    private void wide(long number) {
      number((int) number);
      number((int) (number >> Integer.SIZE));
    }

    Writer counts(int files, int words, int variables) {
      number(files);
      number(words);
      number(variables);
      return this;
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
