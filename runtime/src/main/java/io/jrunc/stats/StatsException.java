package io.jrunc.stats;

import io.jrunc.error.JruncException;
import java.nio.file.Path;

/**
 * A file of the kernel that doesn't say what it should: {@code /sys/fs/cgroup/c1/pids.current: "x"
 * is not a number}.
 */
public final class StatsException extends JruncException {

  StatsException(Path file, String reason) {
    super(file + ": " + reason);
  }
}
