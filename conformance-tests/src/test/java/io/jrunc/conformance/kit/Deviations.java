package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The tests that a peer is known to fail, with the reason: deviations/NAME.properties has a line
 * {@code Class.method=reason} or {@code Class.method[display\ name]=reason} for each.
 */
public record Deviations(Properties reasons) {

  /** The deviations of a runtime; none for one that has no file. */
  public static Deviations of(String runtime) {
    Properties reasons = new Properties();
    try (InputStream in =
        Deviations.class.getResourceAsStream("/deviations/" + runtime + ".properties")) {
      if (in != null) {
        reasons.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Deviations(reasons);
  }

  /** The reason for a class, a method of it, or one round of a method (quotes don't count). */
  public Optional<String> reason(String test, String displayName) {
    String round = test + "[" + displayName.replace("\"", "") + "]";
    return Optional.ofNullable(reasons.getProperty(test))
        .or(() -> Optional.ofNullable(reasons.getProperty(round)));
  }

  public Set<String> tests() {
    return reasons.stringPropertyNames();
  }
}
