package io.jrunc.stats;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Version 2: memory.events, in which the kernel counts the processes that it has killed because
 * memory ran out, also those of groups below. For poll(2), the file has urgent news when it has
 * changed since it was read.
 */
final class OomWatchV2 implements OomWatch {
  private static final String EVENTS = "memory.events";
  private static final String KILLS = "oom_kill ";
  private static final int SURELY_ENOUGH = 4096;

  private final FileCalls calls;
  private final Fd events;
  private long kills;
  private boolean gone;

  private OomWatchV2(FileCalls calls, Fd events) {
    this.calls = calls;
    this.events = events;
  }

  static Optional<OomWatch> open(FileCalls calls, Path group) {
    try {
      Fd events = calls.open(group.resolve(EVENTS).toString(), OpenFlag.O_RDONLY);
      OomWatchV2 watch = new OomWatchV2(calls, events);
      watch.look();
      return Optional.of(watch);
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV || e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<PollRequest> request() {
    return gone
        ? Optional.empty()
        : Optional.of(new PollRequest(events, Set.of(PollEvent.POLLPRI)));
  }

  @Override
  public boolean look() {
    String text = read();
    for (String line : GroupFiles.split(text, "\n")) {
      if (line.startsWith(KILLS)) {
        long before = kills;
        kills = Long.parseLong(line.substring(KILLS.length()));
        return kills > before;
      }
    }
    return false;
  }

  private String read() {
    byte[] bytes = new byte[SURELY_ENOUGH];
    try {
      int length = calls.pread(events, bytes, 0);
      return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    } catch (KernelException e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
      gone = true;
      return "";
    }
  }

  @Override
  public void close() {
    events.close();
  }
}
