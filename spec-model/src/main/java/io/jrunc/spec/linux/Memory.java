package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * Limits of the memory controller; what is absent is left as it is.
 *
 * <p>Sizes are in bytes, -1 is unlimited.
 *
 * @param limit memory
 * @param reservation soft limit
 * @param swap memory and swap together
 * @param kernel kernel memory; obsolete
 * @param kernelTcp kernel TCP buffers; obsolete ("kernelTCP" in JSON)
 * @param swappiness 0 to 100, cgroup v1 only
 * @param disableOomKiller cgroup v1 only ("disableOOMKiller" in JSON)
 * @param useHierarchy cgroup v1 only
 * @param checkBeforeUpdate whether a limit below the present usage is refused
 */
public record Memory(
    @Nullable Long limit,
    @Nullable Long reservation,
    @Nullable Long swap,
    @Nullable Long kernel,
    @Nullable Long kernelTcp,
    @Nullable Long swappiness,
    @Nullable Boolean disableOomKiller,
    @Nullable Boolean useHierarchy,
    boolean checkBeforeUpdate) {

  /** Just so much memory, in bytes. */
  public static Memory limited(long bytes) {
    return new Memory(bytes, null, null, null, null, null, null, null, false);
  }

  /** No limit. */
  public static Memory none() {
    return new Memory(null, null, null, null, null, null, null, null, false);
  }
}
