package io.jrunc.stats;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Version 1: a counter, registered with the group, to which the kernel adds whenever memory runs
 * out, and once more when the group is removed.
 */
final class OomWatchV1 implements OomWatch {
  private static final String REGISTRATION = "cgroup.event_control";
  private static final int COUNTER = 8;

  private final FileCalls calls;
  private final Path group;
  private final Fd counter;
  private boolean gone;

  private OomWatchV1(FileCalls calls, Path group, Fd counter) {
    this.calls = calls;
    this.group = group;
    this.counter = counter;
  }

  static Optional<OomWatch> open(FileCalls calls, Path group) {
    Fd counter = calls.eventfd();
    try (Fd event = calls.open(group.resolve("memory.oom_control").toString(), OpenFlag.O_RDONLY);
        Fd control = calls.open(group.resolve(REGISTRATION).toString(), OpenFlag.O_WRONLY)) {
      String line = counter.number() + " " + event.number();
      calls.write(control, line.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(new OomWatchV1(calls, group, counter));
    } catch (KernelException e) {
      counter.close();
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV || e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<PollRequest> request() {
    return gone ? Optional.empty() : Optional.of(PollRequest.readable(counter));
  }

  @Override
  public boolean look() {
    boolean counted = !gone && hasCounted();
    gone |= counted && !group.resolve(REGISTRATION).toFile().exists();
    return counted && !gone;
  }

  private boolean hasCounted() {
    try {
      return calls.read(counter, new byte[COUNTER]) > 0;
    } catch (KernelException e) {
      if (e.errno() == Errno.EAGAIN) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    counter.close();
  }
}
