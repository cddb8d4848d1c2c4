package io.jrunc.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.FileCalls;
import io.jrunc.linux.jna.JnaKernel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With plain files, which have the same text but wake nobody up. */
final class OomWatchTest {
  private static final FileCalls CALLS = JnaKernel.forOneCommand().files();

  @TempDir private Path folder;

  private KernelFolder events(int kills) {
    return new KernelFolder(folder)
        .file("memory.events", "low 0\nhigh 0\nmax 7\noom 1\noom_kill " + kills);
  }

  private static OomWatch open(Group... groups) {
    return OomWatch.open(CALLS, List.of(groups));
  }

  @Test
  void inVersion2AProcessThatWasKilledIsToldOnce() {
    try (OomWatch watch = open(events(2).as(2, "memory"))) {
      assertThat(watch.request()).isPresent();
      assertThat(watch.look()).as("what was before").isFalse();
      events(3);
      assertThat(watch.look()).isTrue();
      assertThat(watch.look()).isFalse();
    }
  }

  @Test
  void inVersion1NothingHappensUntilTheKernelCounts() {
    KernelFolder group =
        new KernelFolder(folder).file("memory.oom_control", "").file("cgroup.event_control", "");
    try (OomWatch watch = open(group.as(1, "memory"))) {
      assertThat(watch.request()).isPresent();
      assertThat(watch.look()).isFalse();
      assertThat(folder.resolve("cgroup.event_control")).content().matches("\\d+ \\d+");
    }
  }

  @Test
  void whereNobodyCountsMemoryThereIsNothingToWaitFor() {
    KernelFolder empty = new KernelFolder(folder);
    for (Group group : List.of(empty.as(1, "memory"), empty.as(1, "pids"), empty.as(2, "memory"))) {
      try (OomWatch watch = open(group)) {
        assertThat(watch.request()).isEmpty();
        assertThat(watch.look()).isFalse();
      }
    }
  }
}
