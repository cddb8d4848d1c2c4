package io.jrunc.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/**
 * The user who calls.
 *
 * @param uid effective user id, as the present user namespace has it
 * @param inUserNamespace whether that isn't the machine's first one
 */
public record Caller(long uid, boolean inUserNamespace) {

  /** The user of this process. */
  public static Caller ofThisProcess() {
    return new Caller(
        uid(read(Path.of("/proc/self/status"))), !mapsAllIds(read(Path.of("/proc/self/uid_map"))));
  }

  /** The second number of the line that begins with {@code Uid:}, the effective one. */
  static long uid(String status) {
    int line = status.indexOf("\nUid:\t");
    String[] ids = status.substring(line + 6, status.indexOf('\n', line + 1)).split("\t", -1);
    return Long.parseLong(ids[1]);
  }

  /** Only the first user namespace maps every id to itself. */
  static boolean mapsAllIds(String uidMap) {
    StringTokenizer words = new StringTokenizer(uidMap);
    return words.countTokens() == 3
        && words.nextToken().equals("0")
        && words.nextToken().equals("0")
        && words.nextToken().equals("4294967295");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw StateException.of("read", file, e);
    }
  }
}
