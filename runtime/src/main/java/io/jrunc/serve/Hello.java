package io.jrunc.serve;

import io.jrunc.linux.ProcessStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first message of a client: what it was called with, and what its children inherit.
 *
 * @param blocked the signals that it blocks, bit n-1 for signal n
 * @param ignored the signals that it ignores, bit n-1 for signal n; it doesn't say that itself
 * @param descriptors how many of its caller's follow 0, 1 and 2 without a gap
 * @param umask the permission bits that its new files don't get; it doesn't say that itself
 * @param directory where it is; empty if that is removed
 * @param words its command line, without the program's name
 * @param environment its variables; of two with one name the first counts
 */
record Hello(
    long blocked,
    long ignored,
    int descriptors,
    int umask,
    Optional<String> directory,
    List<String> words,
    Map<String, String> environment) {
  /** The bytes of the longest message. */
  static final int LONGEST = 128 * 1024;

  static final int MAGIC = 0x636e726a; // jrnc
  static final int PROTOCOL = 4;

  /** Bytes before the first string. */
  static final int FIXED = 28;

  private static final int MOST_DESCRIPTORS = 1 << 20;

  /** The bits that a user's own files keep, or he could not read what he has just written. */
  private static final int NOT_THE_OWNERS = 077;

  Hello {
    words = List.copyOf(words);
  }

  /** One of a client of which procfs tells this as well. */
  Hello of(ProcessStatus status) {
    long ignores = status.ignored().bits();
    int masks = Integer.parseInt(status.field("Umask").orElse("0"), 8) & NOT_THE_OWNERS;
    return new Hello(blocked, ignores, descriptors, masks, directory, words, environment);
  }

  /** The same client's with another command line. */
  Hello saying(List<String> others) {
    return new Hello(blocked, ignored, descriptors, umask, directory, others, environment);
  }

  /**
   * Reads one.
   *
   * @throws GarbageException if no client has sent it
   * @throws NotServedException if it is of another version, or can't be held in Java's strings
   */
  static Hello parse(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    if (message.length < 2 * Integer.BYTES || in.getInt() != MAGIC) {
      throw new GarbageException("no client says that");
    }
    int protocol = in.getInt();
    if (protocol != PROTOCOL) {
      throw new NotServedException("protocol " + Integer.toUnsignedString(protocol));
    }
    if (message.length < FIXED) {
      throw new GarbageException("a message that is cut off");
    }
    long blocked = in.getLong();
    int descriptors = upTo(MOST_DESCRIPTORS, in.getInt());
    int wordCount = upTo(message.length, in.getInt());
    int variableCount = upTo(message.length, in.getInt());
    Strings strings = new Strings(in);
    Optional<String> directory = directory(strings.next());
    List<String> words = strings.next(wordCount);
    List<String> variables = strings.next(variableCount);
    strings.end();
    return new Hello(blocked, 0, descriptors, 0, directory, words, environment(variables));
  }

  private static int upTo(int most, int number) {
    if (number < 0 || number > most) {
      throw new GarbageException("the number " + Integer.toUnsignedString(number));
    }
    return number;
  }

  /** What isn't below our root begins with a word in brackets instead of a slash. */
  private static Optional<String> directory(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (!path.startsWith("/")) {
      throw new NotServedException("current directory out of sight");
    }
    return Optional.of(path);
  }

  /** As a JVM reads its own. */
  private static Map<String, String> environment(List<String> variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=', 1); // a name may begin with one
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return Map.copyOf(environment);
  }

  /** Strings one after the other, each with a zero byte at its end. */
  private record Strings(ByteBuffer in) {
    String next() {
      ByteBuffer string = in.slice();
      int length = 0;
      while (length < string.limit() && string.get(length) != 0) {
        length++;
      }
      if (length == string.limit()) {
        throw new GarbageException("a string without an end");
      }
      in.position(in.position() + length + 1);
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(string.limit(length)).toString();
      } catch (CharacterCodingException e) {
        throw new NotServedException("a string that is not in UTF-8");
      }
    }

    List<String> next(int count) {
      List<String> strings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        strings.add(next());
      }
      return strings;
    }

    void end() {
      if (in.hasRemaining()) {
        throw new GarbageException("bytes after the end");
      }
    }
  }
}
