package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SpecWriterTest {
  @Test
  void aConfigThatUsesEveryMemberIsTheSameAfterReadingAndWriting() throws IOException {
    byte[] maximal = resource("maximal.json");

    String written = SpecWriter.write(SpecReader.read(maximal));

    assertThat(tree(utf8(written))).isEqualTo(tree(maximal));
  }

  @Test
  void theSmallestConfigStaysTheSmallest() {
    Spec smallest = SpecReaderTest.read("{'ociVersion':'1.3.0','root':{'path':'rootfs'}}");

    assertThat(SpecWriter.write(smallest))
        .isEqualTo(
            "{\n\t\"ociVersion\": \"1.3.0\",\n\t\"root\": {\n\t\t\"path\": \"rootfs\"\n\t}\n}");
  }

  @Test
  void partsAreTheSameAfterWritingAndReading() throws IOException {
    Spec maximal = SpecReader.read(resource("maximal.json"));
    Process process = Objects.requireNonNull(maximal.process());

    assertThat(SpecReader.readProcess(utf8(SpecWriter.writeProcess(process)))).isEqualTo(process);
    assertThat(
            SpecReader.readResources(utf8(SpecWriter.writeResources(maximal.linux().resources()))))
        .isEqualTo(maximal.linux().resources());
  }

  @Test
  void objectsWhosePresenceMeansSomethingAreWrittenWhenEmpty() {
    String document =
        "{'ociVersion':'1','root':{'path':'r'},"
            + "'process':{'user':{'uid':0,'gid':0},'args':['a'],'cwd':'/','capabilities':{},"
            + "'execCPUAffinity':{}},"
            + "'linux':{'intelRdt':{},'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','flags':[]},"
            + "'personality':{'domain':'LINUX','flags':['ADDR_NO_RANDOMIZE']}}}";

    String written = SpecWriter.write(SpecReaderTest.read(document));

    assertThat(tree(utf8(written))).isEqualTo(tree(SpecReaderTest.bytes(document)));
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = SpecWriterTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static @Nullable Object tree(byte[] document) {
    return JsonTree.parse(document, new ArrayList<>());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
