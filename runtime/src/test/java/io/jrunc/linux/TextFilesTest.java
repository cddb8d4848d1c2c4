package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextFilesTest {
  private final TextFiles files = new TextFiles(JnaKernel.forOneCommand().files());

  @TempDir private Path folder;

  @Test
  void onlyTheLastLineBreakIsLeftOut() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "one\ntwo\n\n");
    assertThat(files.read(file)).hasValue("one\ntwo\n");
    assertThat(files.read(Files.writeString(file, ""))).hasValue("");
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(files.read(folder.resolve("nothing"))).isEmpty();
  }

  @Test
  void theKernelSaysWhyAFileCantBeRead() {
    assertThatThrownBy(() -> files.read(folder))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageEndingWith("is a directory (EISDIR)");
  }
}
