package io.jrunc.state;

import io.jrunc.linux.ProcessStatus;
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
    Path uidMap = Path.of("/proc/self/uid_map");
    try {
      return new Caller(ProcessStatus.self().effectiveUid(), !mapsAllIds(Files.readString(uidMap)));
    } catch (IOException e) {
      throw StateException.of("read", uidMap, e);
    }
  }

  /** Only the first user namespace maps every id to itself. */
  static boolean mapsAllIds(String uidMap) {
    StringTokenizer words = new StringTokenizer(uidMap);
    return words.countTokens() == 3
        && words.nextToken().equals("0")
        && words.nextToken().equals("0")
        && words.nextToken().equals("4294967295");
  }
}
