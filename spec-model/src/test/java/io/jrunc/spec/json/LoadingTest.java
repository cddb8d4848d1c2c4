package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Every command reads a config or a state in a fresh JVM, so what they load counts: here is a class
 * loader that has our classes and jackson-core only.
 */
final class LoadingTest {
  @Test
  void aGoodConfigIsReadWithoutTheValidatorAndDatabind() throws Exception {
    byte[] maximal = SpecWriterTest.resource("maximal.json");

    try (URLClassLoader loader = littleLoader()) {
      assertThat(read(loader, "SpecReader", maximal))
          .hasToString(SpecReader.read(maximal).toString());
    }
  }

  @Test
  void aBadConfigIsRefusedWithoutThemAsWell() throws Exception {
    try (URLClassLoader loader = littleLoader()) {
      assertThatThrownBy(() -> read(loader, "SpecReader", "{}".getBytes(StandardCharsets.UTF_8)))
          .hasRootCauseMessage("/ociVersion: is required; /root: is required");
    }
  }

  @Test
  void theValidatorIsIndeedAbsentThere() throws Exception {
    try (URLClassLoader loader = littleLoader()) {
      assertThatThrownBy(
              () ->
                  loader
                      .loadClass("io.jrunc.spec.json.SpecValidator")
                      .getMethod("validate", byte[].class)
                      .invoke(null, "{}".getBytes(StandardCharsets.UTF_8)))
          .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  private static Object read(ClassLoader loader, String reader, byte[] document) throws Exception {
    return loader
        .loadClass("io.jrunc.spec.json." + reader)
        .getMethod("read", byte[].class)
        .invoke(null, document);
  }

  private static URLClassLoader littleLoader() {
    URL[] urls = {home(SpecReader.class), home(JsonFactory.class)};
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL home(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
