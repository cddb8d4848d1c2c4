package io.jrunc.installation;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/** A Java installation of this machine that jrunc can run on; version as in its release file. */
record Jdk(Path home, String version) {
  /** One JDK for each version in {@code /usr/lib/jvm}. */
  static List<Jdk> installed() {
    TreeMap<String, Jdk> byVersion = new TreeMap<>();
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
      for (Path home : homes) {
        Path release = home.resolve("release");
        if (Files.exists(release)) {
          Jdk jdk = new Jdk(home, versionIn(release));
          byVersion.put(jdk.version(), jdk);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byVersion.values().removeIf(jdk -> Runtime.Version.parse(jdk.version()).feature() < 17);
    return new ArrayList<>(byVersion.values());
  }

  private static String versionIn(Path release) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }
    return properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
  }

  Path java() {
    return home.resolve("bin/java");
  }

  @Override
  public String toString() {
    return version;
  }
}
