package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tags for network packets, cgroup v1 only.
 *
 * @param classId of net_cls, unsigned 32-bit ("classID" in JSON); absent is left as it is
 * @param priorities of net_prio
 */
public record Network(@Nullable Long classId, List<InterfacePriority> priorities) {

  /** Copies the collections. */
  public Network {
    priorities = List.copyOf(priorities);
  }

  /** No tag. */
  public static Network none() {
    return new Network(null, List.of());
  }
}
