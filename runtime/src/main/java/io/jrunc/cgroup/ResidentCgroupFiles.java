package io.jrunc.cgroup;

import io.jrunc.linux.FileCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The same for a process that stays: there the kernel's own calls are at hand, and take fewer than
 * the JDK for the same.
 */
final class ResidentCgroupFiles extends HostCgroupFiles {
  private final FileCalls calls;

  ResidentCgroupFiles(FileCalls calls) {
    super(calls);
    this.calls = calls;
  }

  @Override
  public Optional<String> read(Path file) {
    Optional<byte[]> bytes = calls.readIfThere(file.toString());
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    int length = bytes.get().length;
    if (length > 0 && bytes.get()[length - 1] == '\n') {
      length--;
    }
    return Optional.of(new String(bytes.get(), 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public void removeDirectory(Path directory) {
    rmdir(directory);
  }
}
