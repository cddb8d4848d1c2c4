package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.Hooks;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Linux;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SpecReaderTest {
  @Test
  void theSmallestDocumentNeedsVersionAndRootOnly() {
    Spec spec = read("{'ociVersion':'1.3.0','root':{'path':'rootfs'}}");

    assertThat(spec.ociVersion()).isEqualTo("1.3.0");
    assertThat(spec.root().path()).isEqualTo("rootfs");
    assertThat(spec.root().readonly()).isFalse();
    assertThat(spec.mounts()).isEmpty();
    assertThat(spec.process()).isNull();
    assertThat(spec.hooks()).isEqualTo(Hooks.none());
    assertThat(spec.linux()).isEqualTo(Linux.none());
  }

  @Test
  void everyProblemIsFoundInOnePass() {
    assertProblems(
        "{'root':{'path':1},'mounts':[{'destination':'/'},{}]}",
        "/ociVersion: is required",
        "/root/path: must be a string, not a number",
        "/mounts/1/destination: is required");
  }

  static Spec read(String document) {
    return SpecReader.read(bytes(document));
  }

  static byte[] bytes(String document) {
    return document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static void assertProblems(String document, String... problems) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOfSatisfying(
            InvalidSpecException.class,
            e -> assertThat(e.problems()).map(SpecProblem::toString).containsExactly(problems));
  }
}
