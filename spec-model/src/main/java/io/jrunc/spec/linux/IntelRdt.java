package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Membership of a group of the resctrl file system.
 *
 * @param closId name of the group ("closID" in JSON), {@code /} for the default one; absent takes
 *     the id of the container
 * @param schemata lines for the schemata file, written last
 * @param l3CacheSchema line for the L3 cache
 * @param memBwSchema line for the memory bandwidth
 * @param enableMonitoring whether the container gets a monitoring group of its own
 */
public record IntelRdt(
    @Nullable String closId,
    List<String> schemata,
    @Nullable String l3CacheSchema,
    @Nullable String memBwSchema,
    boolean enableMonitoring) {

  /** Copies the collections. */
  public IntelRdt {
    schemata = List.copyOf(schemata);
  }
}
