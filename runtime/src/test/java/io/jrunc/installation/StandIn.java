package io.jrunc.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A program that the launcher takes for a JVM: a script that tells what it was given, or calls a
 * real JVM with other options.
 */
record StandIn(Path java) {
  /** A JDK folder below {@code folder}, whose java command is the given script. */
  static StandIn of(Path folder, String script) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new StandIn(java);
  }

  /** Gives the folder a JDK's version; without it the launcher knows none. */
  StandIn withVersionOf(Jdk jdk) throws IOException {
    Files.copy(jdk.home().resolve("release"), java.resolve("../../release").normalize());
    return this;
  }

  StandIn withVersion(String version) throws IOException {
    Files.writeString(
        java.resolve("../../release").normalize(), "JAVA_VERSION=\"" + version + "\"\n");
    return this;
  }

  /** Runs a command line with this as the JVM, and otherwise no environment but the given one. */
  Result run(Path directory, Map<String, String> environment, String... line) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("JRUNC_JAVA", java.toString());
      return Result.of(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exit code and both outputs of a command that has ended. */
  record Result(int code, String output, String error) {
    static Result of(ProcessBuilder builder) throws IOException {
      Path error = Files.createTempFile("jrunc-test", null);
      try {
        Process process = builder.redirectError(error.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, Files.readString(error));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        Files.delete(error);
      }
    }
  }
}
