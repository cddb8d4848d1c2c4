package io.jrunc.state;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Records for tests. */
final class Records {
  private Records() {}

  /** A container with that name, of which nothing but the claim is known. */
  static ContainerRecord claim(String id, ProcessIdentity creator) {
    return ContainerRecord.claim(
        id,
        "1.3.0",
        Path.of("/b"),
        Path.of("/b/rootfs"),
        Instant.ofEpochSecond(1_700_000_000, 123_456_789),
        0,
        Map.of("org.example.key", "a \"quoted\" value"),
        true,
        creator);
  }
}
