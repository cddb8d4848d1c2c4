package io.jrunc.seccomp;

import io.jrunc.plan.FilterCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The form of a kept filter:
 *
 * <pre>
 *   0  u64  magic, which is also the version of this form
 *   8  u32  length of the key        12  u32  length of the names
 *  16  u32  length of the filter     20  u32  checksum of what follows the key
 *  24       the key, see {@link FilterKey}
 *           names that were unknown, with a line break after each
 *           the filter
 * </pre>
 */
final class FilterFile {
  private static final long MAGIC = 0x6a72756e63_000001L;
  private static final int HEADER = 24;

  private FilterFile() {}

  static byte[] encode(byte[] key, FilterCode filter) {
    StringBuilder names = new StringBuilder();
    for (String name : filter.unknownCalls()) {
      names.append(name.replace('\n', ' ')).append('\n');
    }
    byte[] text = names.toString().getBytes(StandardCharsets.UTF_8);
    byte[] code = filter.bytes();
    ByteBuffer file = ByteBuffer.allocate(HEADER + key.length + text.length + code.length);
    file.putLong(MAGIC).putInt(key.length).putInt(text.length).putInt(code.length).putInt(0);
    file.put(key).put(text).put(code);
    file.putInt(HEADER - Integer.BYTES, checksum(file.array(), HEADER + key.length));
    return file.array();
  }

  /** The filter that was kept for this very key; empty for another one's, or a damaged file. */
  static Optional<FilterCode> decode(byte[] file, byte[] key) {
    try {
      ByteBuffer header = ByteBuffer.wrap(file);
      boolean known = header.getLong() == MAGIC && header.getInt() == key.length;
      int names = header.getInt();
      int code = header.getInt();
      int nameStart = HEADER + key.length;
      if (!known
          || names < 0
          || code < 0
          || (long) nameStart + names + code != file.length
          || header.getInt() != checksum(file, nameStart)
          || !Arrays.equals(file, HEADER, nameStart, key, 0, key.length)) {
        return Optional.empty();
      }
      byte[] filter = Arrays.copyOfRange(file, nameStart + names, file.length);
      return Optional.of(new FilterCode(filter, names(file, nameStart, names)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int checksum(byte[] file, int from) {
    return (int) Checksum.of(file, from);
  }

  private static List<String> names(byte[] file, int start, int length) {
    return length == 0
        ? List.of()
        : List.of(new String(file, start, length - 1, StandardCharsets.UTF_8).split("\n", -1));
  }
}
