package io.jrunc.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The annotations of config.json that ask for a network. */
public final class NetworkAnnotations {
  /** What all of them begin with. */
  public static final String PREFIX = "io.jrunc.net.";

  /**
   * Where the network comes from, a {@link NetworkMode#word}; {@code container:ID} for another's.
   */
  public static final String MODE = PREFIX + "mode";

  /** Told of a container that has them: its addresses, with commas between them. */
  public static final String ADDRESSES = PREFIX + "addresses";

  /** Told of a container that has them: its published ports, {@code 0.0.0.0:8080->80/tcp}. */
  public static final String PORTS = PREFIX + "ports";

  private NetworkAnnotations() {}

  /** What they ask for; empty if there is none of them. */
  public static Optional<NetworkRequest> read(Map<String, String> annotations) {
    String word = annotations.get(MODE);
    for (NetworkMode mode : NetworkMode.values()) {
      if (mode.word().equals(word)) {
        return Optional.of(
            new NetworkRequest(
                mode,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                OptionalInt.empty(),
                List.of(),
                List.of()));
      }
    }
    return Optional.empty();
  }
}
