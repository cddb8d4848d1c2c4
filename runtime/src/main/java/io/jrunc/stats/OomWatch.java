package io.jrunc.stats;

import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PollRequest;
import java.util.List;
import java.util.Optional;

/** Tells when a container's memory has run out. */
public interface OomWatch extends AutoCloseable {

  /**
   * Watches from now on.
   *
   * @param groups of the container
   * @return one that never sees anything where nobody counts its memory, or we may not know
   * @throws io.jrunc.error.KernelException if the kernel refuses for another reason
   */
  static OomWatch open(FileCalls calls, List<Group> groups) {
    for (Group group : groups) {
      if (group.version() == 1 && group.controllers().contains("memory")) {
        return OomWatchV1.open(calls, group.directory()).orElse(new Blind());
      }
    }
    for (Group group : groups) {
      if (group.version() == 2) {
        return OomWatchV2.open(calls, group.directory()).orElse(new Blind());
      }
    }
    return new Blind();
  }

  /** What poll(2) should wait for before the next {@link #look}; empty once the group is gone. */
  Optional<PollRequest> request();

  /** Whether memory has run out since the last look; doesn't wait. */
  boolean look();

  @Override
  void close();

  /** Sees nothing. */
  final class Blind implements OomWatch {
    @Override
    public Optional<PollRequest> request() {
      return Optional.empty();
    }

    @Override
    public boolean look() {
      return false;
    }

    @Override
    public void close() {}
  }
}
