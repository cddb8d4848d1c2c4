package io.jrunc.linux.abi;

import java.util.Optional;

/** The machines whose kernel interface is known here; both are little-endian with 64-bit words. */
public enum Architecture {
  X86_64,
  AARCH64;

  /** The architecture that {@code os.arch} or {@code uname -m} calls so. */
  public static Optional<Architecture> named(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  /**
   * The architecture of this JVM.
   *
   * @throws UnsupportedOperationException if it is none of these
   */
  public static Architecture current() {
    String name = System.getProperty("os.arch", "");
    return named(name)
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "architecture " + name + " is not supported; x86-64 and aarch64 are"));
  }
}
