package io.jrunc.engine;

import io.jrunc.seccomp.LibraryFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which jrunc this is.
 *
 * @param version as the build has it, such as {@code 0.1.0}
 * @param commit of the sources; empty when they were built outside of git
 */
public record Release(String version, Optional<String> commit) {
  /** The version of the runtime-spec that is implemented. */
  public static final String SPEC_VERSION = "1.3.0";

  /** The version of libseccomp, by the name of its file; empty where that tells none. */
  public static Optional<String> libseccomp() {
    return LibraryFile.version();
  }

  /** This jrunc, from the resource {@code release} that the build writes: version and commit. */
  public static Release current() {
    try (InputStream resource = Release.class.getResourceAsStream("release")) {
      String text =
          resource == null
              ? "unknown"
              : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
      int space = text.indexOf(' ');
      return space < 0
          ? new Release(text, Optional.empty())
          : new Release(text.substring(0, space), Optional.of(text.substring(space + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
