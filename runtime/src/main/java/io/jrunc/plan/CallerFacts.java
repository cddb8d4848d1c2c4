package io.jrunc.plan;

/**
 * What a container inherits from the process that called us, and a JVM would spoil.
 *
 * @param blockedSignals the caller's signal mask, bit n-1 for signal n
 * @param ignoredSignals signals that a child of this JVM would find ignored, bit n-1 for signal n
 * @param preservedFds how many descriptors from 3 on the container keeps
 * @param openFilesSoft soft RLIMIT_NOFILE of the caller
 * @param openFilesHard hard RLIMIT_NOFILE of the caller
 */
public record CallerFacts(
    long blockedSignals,
    long ignoredSignals,
    int preservedFds,
    long openFilesSoft,
    long openFilesHard) {

  /** The first descriptor that isn't the container's own. */
  public int firstFreeFd() {
    return 3 + preservedFds;
  }
}
