package io.jrunc.plan;

import io.jrunc.spec.IdMapping;
import io.jrunc.spec.linux.NamespaceType;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which namespaces the container gets. Types that are in neither list are the host's.
 *
 * @param created made for this container
 * @param joined existing ones; those that belong to the user namespace come after it
 * @param uidMappings of the user namespace: for a created one to be written, for one that is joined
 *     to be compared with its own; else empty
 * @param gidMappings the same for groups
 * @param uidMapWriter of a created user namespace
 * @param gidMapWriter of a created user namespace
 * @param timeOffsets lines for /proc/self/timens_offsets, {@code monotonic 5 0}; empty without any
 * @param hiding whether a process that hides from debuggers can be handled by the engine all the
 *     same, which takes CAP_SYS_PTRACE
 */
public record NamespacePlan(
    Set<NamespaceType> created,
    List<JoinedNamespace> joined,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    IdMapWriter uidMapWriter,
    IdMapWriter gidMapWriter,
    List<String> timeOffsets,
    boolean hiding) {

  /**
   * A namespace that exists.
   *
   * @param pointer to its entry in config.json
   * @param path the file that stands for it
   * @param ownedByJoinedUser whether it belongs to the user namespace that is joined as well, and
   *     so can be entered only after that
   */
  public record JoinedNamespace(
      String pointer, NamespaceType type, String path, boolean ownedByJoinedUser) {}

  public NamespacePlan {
    EnumSet<NamespaceType> copy = EnumSet.noneOf(NamespaceType.class);
    copy.addAll(created);
    created = java.util.Collections.unmodifiableSet(copy);
    joined = List.copyOf(joined);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
    timeOffsets = List.copyOf(timeOffsets);
  }

  /** Whether a namespace of this type is made. */
  public boolean creates(NamespaceType type) {
    return created.contains(type);
  }

  /** Whether the container has its own namespace of this type, made or joined. */
  public boolean separates(NamespaceType type) {
    return creates(type) || joined.stream().anyMatch(n -> n.type() == type);
  }

  /**
   * A user of the container by the host's number; empty for one that the container doesn't have.
   */
  public OptionalLong hostUid(long uid) {
    return separates(NamespaceType.USER)
        ? IdMapping.toHost(uidMappings, uid)
        : OptionalLong.of(uid);
  }
}
