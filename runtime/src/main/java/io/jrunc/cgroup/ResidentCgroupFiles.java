package io.jrunc.cgroup;

import io.jrunc.linux.FileCalls;
import io.jrunc.linux.TextFiles;
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
    return bytes.isEmpty() ? Optional.empty() : Optional.of(TextFiles.withoutNewline(bytes.get()));
  }

  @Override
  public void removeDirectory(Path directory) {
    rmdir(directory);
  }
}
