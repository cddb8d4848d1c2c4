package io.jrunc.cgroup;

import java.nio.file.Path;
import java.util.Optional;

/** The file that was written last, which stays open as long as the next value is for the same. */
final class OpenSetting implements AutoCloseable {
  private final CgroupFiles files;
  private Optional<Path> path = Optional.empty();
  private Optional<CgroupFiles.Output> output = Optional.empty();

  OpenSetting(CgroupFiles files) {
    this.files = files;
  }

  /** Writes a value at once, into a file that exists. */
  void write(Path file, String value) {
    if (output.isEmpty() || !path.equals(Optional.of(file))) {
      close();
      output = Optional.of(files.output(file));
      path = Optional.of(file);
    }
    output.get().write(value);
  }

  @Override
  public void close() {
    output.ifPresent(CgroupFiles.Output::close);
    output = Optional.empty();
  }
}
