package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Limits of a container that were changed one after the other, and can be put back. */
public final class LimitChange {

  private record Step(CgroupSetting setting, Path file, String before) {}

  private final CgroupFiles files;
  private final List<Step> steps = new ArrayList<>();

  LimitChange(CgroupFiles files) {
    this.files = files;
  }

  /** Remembers what was written, and what the file said before. */
  void add(CgroupSetting setting, Path file, String before) {
    steps.add(new Step(setting, file, before));
  }

  /** What was done, a line each: {@code memory.limit_in_bytes: 67108864, was 33554432}. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      String before = step.before().replace('\n', ',');
      lines.add(step.setting().file() + ": " + step.setting().value() + ", was " + before);
    }
    return lines;
  }

  /**
   * Puts everything back as it was, the last first: so the kernel sees only states that it has
   * allowed before.
   *
   * @return what can't be put back, each with the kernel's answer; empty when all is as before
   */
  public List<String> undo() {
    List<String> stuck = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      String file = step.setting().file();
      Optional<String> prior = PriorValue.of(file, step.setting().value(), step.before());
      try {
        if (prior.isPresent()) {
          files.write(step.file(), prior.get());
        }
      } catch (KernelException e) {
        stuck.add(file + " stays " + step.setting().value() + ": " + e.errno());
      }
    }
    steps.clear();
    return stuck;
  }
}
