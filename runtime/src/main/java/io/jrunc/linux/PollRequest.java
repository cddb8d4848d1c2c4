package io.jrunc.linux;

import io.jrunc.linux.abi.PollEvent;
import java.util.Set;

/** A file that poll(2) watches; POLLERR, POLLHUP and POLLNVAL are reported unasked. */
public record PollRequest(Fd fd, Set<PollEvent> events) {

  public PollRequest {
    events = Set.copyOf(events);
  }

  /** Watches for something to read, or the end. */
  public static PollRequest readable(Fd fd) {
    return new PollRequest(fd, Set.of(PollEvent.POLLIN));
  }
}
