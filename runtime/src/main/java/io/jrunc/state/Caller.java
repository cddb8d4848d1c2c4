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
 * @param outerUid the same user in the namespace above
 */
public record Caller(long uid, boolean inUserNamespace, long outerUid) {

  /** The user of this process. */
  public static Caller ofThisProcess() {
    Path uidMap = Path.of("/proc/self/uid_map");
    try {
      long uid = ProcessStatus.self().effectiveUid();
      String map = Files.readString(uidMap);
      return new Caller(uid, !mapsAllIds(map), outer(uid, map));
    } catch (IOException e) {
      throw StateException.of("read", uidMap, e);
    }
  }

  /** The id that stands for this one in the namespace above; itself where none does. */
  static long outer(long uid, String uidMap) {
    StringTokenizer words = new StringTokenizer(uidMap);
    while (words.countTokens() >= 3) {
      long inner = Long.parseLong(words.nextToken());
      long outer = Long.parseLong(words.nextToken());
      long size = Long.parseLong(words.nextToken());
      if (uid >= inner && uid < inner + size) {
        return outer + (uid - inner);
      }
    }
    return uid;
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
