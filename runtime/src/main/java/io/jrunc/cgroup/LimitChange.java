package io.jrunc.cgroup;

import io.jrunc.error.JruncException;
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
  private Optional<Runnable> firstUndo = Optional.empty();
  private Optional<Runnable> devices = Optional.empty();
  private Optional<Runnable> devicesBefore = Optional.empty();

  LimitChange(CgroupFiles files) {
    this.files = files;
  }

  /** Remembers what was written, and what the file said before. */
  void add(CgroupSetting setting, Path file, String before) {
    steps.add(new Step(setting, file, before));
  }

  /** What was written, in that order. */
  public List<CgroupSetting> written() {
    List<CgroupSetting> written = new ArrayList<>();
    for (Step step : steps) {
      written.add(step.setting());
    }
    return written;
  }

  /** What {@link #undo} will write. */
  public List<CgroupSetting> before() {
    List<CgroupSetting> before = new ArrayList<>();
    for (Step step : steps) {
      CgroupSetting setting = step.setting();
      Optional<String> prior = PriorValue.of(setting.file(), setting.value(), step.before());
      if (prior.isPresent()) {
        before.add(
            new CgroupSetting(
                setting.controller(),
                setting.file(),
                prior.get(),
                setting.pointer(),
                setting.need()));
      }
    }
    return before;
  }

  /**
   * Writes the same once more, for whoever has let another write the files meanwhile.
   *
   * @throws io.jrunc.error.KernelException if the kernel refuses a limit
   * @throws CgroupWriteException if it refuses a device rule
   */
  public void again() {
    for (Step step : steps) {
      files.write(step.file(), step.setting().value());
    }
    if (devices.isPresent()) {
      devices.get().run();
    }
  }

  /** Has something undone before all else, because it writes the files as well. */
  public void undoBefore(Runnable other) {
    firstUndo = Optional.of(other);
  }

  /**
   * Remembers that the device rules are changed, which comes last.
   *
   * @param change changes them
   * @param undo changes them back; what it throws is why it couldn't
   */
  void addDevices(Runnable change, Runnable undo) {
    devices = Optional.of(change);
    devicesBefore = Optional.of(undo);
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
    if (firstUndo.isPresent()) {
      try {
        firstUndo.get().run();
      } catch (JruncException e) {
        stuck.add(String.valueOf(e.getMessage()));
      }
    }
    undoDevices(stuck);
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

  private void undoDevices(List<String> stuck) {
    try {
      if (devicesBefore.isPresent()) {
        devicesBefore.get().run();
      }
    } catch (JruncException e) {
      stuck.add("the device rules: " + e.getMessage());
    }
    devices = Optional.empty();
    devicesBefore = Optional.empty();
  }
}
