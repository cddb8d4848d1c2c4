package io.jrunc.idmap;

import io.jrunc.spec.IdMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * All the ids that an ordinary user can have in a user namespace: his own as 0, and his subordinate
 * ones behind it, if there are newuidmap and newgidmap to map them.
 *
 * @param users his user ids
 * @param groups his group ids
 */
public record OwnIds(List<IdMapping> users, List<IdMapping> groups) {

  /** Copies the collections. */
  public OwnIds {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
  }

  /**
   * Those of a user of this machine.
   *
   * @param name by which /etc/subuid and /etc/subgid may call him
   * @param searchPath the PATH in which newuidmap and newgidmap are looked for
   */
  public static OwnIds of(String name, long uid, long gid, String searchPath) {
    boolean mappable =
        MappingProgram.find(searchPath, IdKind.USERS).isPresent()
            && MappingProgram.find(searchPath, IdKind.GROUPS).isPresent();
    SubordinateIds none = new SubordinateIds(List.of());
    SubordinateIds users = mappable ? SubordinateIds.read(IdKind.USERS, name, uid) : none;
    SubordinateIds groups = mappable ? SubordinateIds.read(IdKind.GROUPS, name, uid) : none;
    return of(uid, gid, users, groups);
  }

  /** Ids of one kind alone would be of no use. */
  static OwnIds of(long uid, long gid, SubordinateIds users, SubordinateIds groups) {
    boolean more = !users.ranges().isEmpty() && !groups.ranges().isEmpty();
    List<SubordinateIds.Range> none = List.of();
    return new OwnIds(
        mappings(uid, more ? users.ranges() : none), mappings(gid, more ? groups.ranges() : none));
  }

  private static List<IdMapping> mappings(long own, List<SubordinateIds.Range> ranges) {
    List<IdMapping> mappings = new ArrayList<>(List.of(new IdMapping(0, own, 1)));
    long next = 1;
    for (SubordinateIds.Range range : ranges) {
      if (range.count() > 0) {
        mappings.add(new IdMapping(next, range.first(), range.count()));
        next += range.count();
      }
    }
    return mappings;
  }
}
