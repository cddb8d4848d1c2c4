package io.jrunc.network;

import java.util.List;
import java.util.Optional;

/**
 * What was read from annotations.
 *
 * @param request what they ask for; empty if they ask for nothing, or if anything is wrong
 * @param problems everything that is wrong
 */
public record NetworkReading(Optional<NetworkRequest> request, List<NetworkProblem> problems) {

  /** Copies the list. */
  public NetworkReading {
    problems = List.copyOf(problems);
  }
}
