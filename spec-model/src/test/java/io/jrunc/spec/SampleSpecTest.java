package io.jrunc.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.json.SpecValidator;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.NamespaceType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SampleSpecTest {
  /** The fixtures are what runc 1.1.5 prints. */
  @Test
  void theSamplesAreThoseOfRuncExceptForVersionAndHostName() throws IOException {
    assertThat(asRunc(SampleSpec.root())).isEqualTo(fixture("runc-spec.json"));
    assertThat(asRunc(SampleSpec.rootless(0, 0))).isEqualTo(fixture("runc-spec-rootless.json"));
  }

  @Test
  void theSamplesAreValidAndCanBeReadBack() {
    for (Spec sample : new Spec[] {SampleSpec.root(), SampleSpec.rootless(1000, 4294967294L)}) {
      byte[] written = SpecWriter.write(sample).getBytes(StandardCharsets.UTF_8);

      assertThat(SpecValidator.validate(written)).isEmpty();
      assertThat(SpecReader.read(written)).isEqualTo(sample);
    }
  }

  @Test
  void theRootlessSampleMapsTheCallerToRoot() {
    Spec sample = SampleSpec.rootless(1000, 100);

    assertThat(sample.linux().uidMappings()).containsExactly(new IdMapping(0, 1000, 1));
    assertThat(sample.linux().gidMappings()).containsExactly(new IdMapping(0, 100, 1));
    assertThat(sample.linux().namespaces()).anyMatch(n -> n.type() == NamespaceType.USER);
  }

  private static String asRunc(Spec sample) {
    return SpecWriter.write(sample)
        .replace("\"ociVersion\": \"1.3.0\"", "\"ociVersion\": \"1.0.2-dev\"")
        .replace("\"hostname\": \"jrunc\"", "\"hostname\": \"runc\"");
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = SampleSpecTest.class.getResourceAsStream("json/configs/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
