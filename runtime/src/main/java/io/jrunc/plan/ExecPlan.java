package io.jrunc.plan;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is decided about one more program of a running container.
 *
 * @param id the container's name
 * @param caller what the program inherits from the process that called us
 * @param taskFiles files of cgroups into which the program writes itself, absolute paths
 * @param firstCpus where it runs before it is in the container's cgroup; absent: where we run
 * @param lastCpus where it runs from then on; absent: wherever the cgroup lets it
 */
public record ExecPlan(
    String id,
    CallerFacts caller,
    JoinPlan join,
    List<String> taskFiles,
    ProcessPlan process,
    Optional<CpuMask> firstCpus,
    Optional<CpuMask> lastCpus) {

  /** Copies the list. */
  public ExecPlan {
    taskFiles = List.copyOf(taskFiles);
  }

  /**
   * Whether the program can't go on until it has been put into the container's groups: some of what
   * it asks for is possible only there, and it doesn't enter them by itself.
   */
  public boolean dependsOnPlacement() {
    return taskFiles.isEmpty()
        || lastCpus.isPresent()
        || process.attributes().memoryPolicy().isPresent();
  }
}
