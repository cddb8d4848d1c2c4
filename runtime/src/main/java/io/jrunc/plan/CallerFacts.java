package io.jrunc.plan;

import java.util.OptionalInt;

/**
 * What a container inherits from the process that called us, and a JVM would spoil.
 *
 * @param blockedSignals the caller's signal mask, bit n-1 for signal n
 * @param ignoredSignals signals that a child of this JVM would find ignored, bit n-1 for signal n
 * @param preservedFds how many descriptors from 3 on the container keeps
 * @param openFilesSoft soft RLIMIT_NOFILE of the caller
 * @param openFilesHard hard RLIMIT_NOFILE of the caller
 * @param coreDumpFilter the bits of /proc/PID/coredump_filter that the container gets; empty where
 *     a child of this JVM has the right ones
 */
public record CallerFacts(
    long blockedSignals,
    long ignoredSignals,
    int preservedFds,
    long openFilesSoft,
    long openFilesHard,
    OptionalInt coreDumpFilter) {

  /** Of a caller whose core dumps a child of this JVM has as well. */
  public CallerFacts(
      long blockedSignals,
      long ignoredSignals,
      int preservedFds,
      long openFilesSoft,
      long openFilesHard) {
    this(
        blockedSignals,
        ignoredSignals,
        preservedFds,
        openFilesSoft,
        openFilesHard,
        OptionalInt.empty());
  }

  /** The same with so many descriptors. */
  public CallerFacts withPreservedFds(int count) {
    return new CallerFacts(
        blockedSignals, ignoredSignals, count, openFilesSoft, openFilesHard, coreDumpFilter);
  }

  /** The same with these bits of coredump_filter. */
  public CallerFacts withCoreDumpFilter(int bits) {
    return new CallerFacts(
        blockedSignals,
        ignoredSignals,
        preservedFds,
        openFilesSoft,
        openFilesHard,
        OptionalInt.of(bits));
  }

  /** The first descriptor that isn't the container's own. */
  public int firstFreeFd() {
    return 3 + preservedFds;
  }
}
