package io.jrunc.plan;

import io.jrunc.spec.linux.NamespaceType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a process that is ours gets to where a container is.
 *
 * @param init pid of the container's first process
 * @param namespaces those of init that are not our own: the kernel refuses to join one's own user
 *     namespace
 */
public record JoinPlan(int init, Set<NamespaceType> namespaces) {

  public JoinPlan {
    EnumSet<NamespaceType> copy = EnumSet.noneOf(NamespaceType.class);
    copy.addAll(namespaces);
    namespaces = Collections.unmodifiableSet(copy);
  }

  /** Whether a namespace of this type is joined. */
  public boolean joins(NamespaceType type) {
    return namespaces.contains(type);
  }
}
