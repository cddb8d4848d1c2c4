package io.jrunc.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a program runs with, seen from inside the container.
 *
 * <p>Ids are unsigned 32-bit numbers.
 *
 * @param uid user id
 * @param gid group id
 * @param umask file mode creation mask, 0 to 0777; absent leaves the inherited one
 * @param additionalGids supplementary group ids
 */
public record User(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids) {

  /** Copies the collections. */
  public User {
    additionalGids = List.copyOf(additionalGids);
  }

  /** User and group 0 and nothing else: the user of a process that names none. */
  public static User root() {
    return new User(0, 0, null, List.of());
  }
}
