package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.MemoryFacts;
import io.jrunc.launch.StepFailedException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import java.util.Optional;

/** Says that it was for want of memory that a process ended, which looks like a kill by anybody. */
final class OutOfMemory {
  private static final String LIMIT = "/linux/resources/memory/limit";
  private static final int KILLED = 128 + Signal.SIGKILL.number();

  private final ContainerStore store;
  private final ContainerGroups groups;
  private final Warnings warnings;

  OutOfMemory(ContainerStore store, ContainerGroups groups, Warnings warnings) {
    this.store = store;
    this.groups = groups;
    this.warnings = warnings;
  }

  /**
   * Tells why a container's program was killed, or one that it waited for, if it was for that.
   *
   * @param before how many were killed before it ran
   */
  void explain(String id, ExitStatus end, long before) {
    Optional<ContainerRecord> container = end.code() == KILLED ? store.find(id) : Optional.empty();
    if (container.isPresent()) {
      explain(warnings, id, end, groups.of(container.get()), before);
    }
  }

  private static void explain(
      Warnings warnings, String id, ExitStatus end, Cgroup group, long before) {
    Optional<String> reason = end.code() == KILLED ? reason(group, before) : Optional.empty();
    if (reason.isPresent()) {
      warnings.insist(id + ": " + LIMIT + ": " + reason.get());
    }
  }

  /** The failure of a step, which may have failed for that. */
  static StepFailedException explain(StepFailedException e, Cgroup group, long before) {
    boolean killed = e.end().isPresent() && e.end().get().code() == KILLED;
    boolean refused = e.report().isPresent() && e.report().get().error() == Errno.ENOMEM.number();
    Optional<String> reason = Optional.empty();
    if (killed) {
      reason = reason(group, before);
    } else if (refused && isShort(group)) {
      reason = group.memory().flatMap(OutOfMemory::sentence);
    }
    return reason.isEmpty() ? e : failure(e.step(), reason.get());
  }

  /** Whether the limit can be the reason for ENOMEM, which has many others. */
  private static boolean isShort(Cgroup group) {
    Optional<MemoryFacts> memory = group.memory();
    if (memory.isEmpty() || memory.get().limit().isEmpty()) {
      return false;
    }
    long limit = memory.get().limit().getAsLong();
    return memory.get().peak().orElse(memory.get().usage()) >= limit / 2;
  }

  /** A step that has failed for this reason. */
  static StepFailedException failure(String step, String reason) {
    return StepFailedException.foreseen(LIMIT, step, reason);
  }

  /** How many processes of the group were killed for want of memory so far. */
  static long kills(Cgroup group) {
    Optional<MemoryFacts> memory = group.memory();
    return memory.isEmpty() ? 0 : memory.get().oomKills();
  }

  /**
   * Why a process of the group was killed.
   *
   * @param before how many were killed before
   * @return empty when none was killed for want of memory since
   */
  static Optional<String> reason(Cgroup group, long before) {
    Optional<MemoryFacts> memory = group.memory();
    return memory.isEmpty() || memory.get().oomKills() <= before
        ? Optional.empty()
        : sentence(memory.get());
  }

  private static Optional<String> sentence(MemoryFacts memory) {
    if (memory.limit().isEmpty()) {
      return Optional.of(
          "out of memory, though without a limit: the host or a group above lacks it");
    }
    long limit = memory.limit().getAsLong();
    long used = Math.min(memory.peak().orElse(limit), limit);
    return Optional.of("out of memory: " + used + " of " + limit + " bytes were in use; raise it");
  }
}
