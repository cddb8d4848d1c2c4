package io.jrunc.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryFormatsTest {

  @Test
  void thereAreNoneWhereTheFileSystemIsNotMountedOrHasOnlyItsOwnFiles(@TempDir Path folder)
      throws IOException {
    assertThat(new BinaryFormats(folder.resolve("absent")).areAny()).isFalse();
    assertThat(new BinaryFormats(folder).areAny()).isFalse();
    Files.createFile(folder.resolve("register"));
    Files.createFile(folder.resolve("status"));
    assertThat(new BinaryFormats(folder).areAny()).isFalse();
  }

  @Test
  void anyOtherFileIsOne(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("status"));
    Files.createFile(folder.resolve("qemu-aarch64"));
    assertThat(new BinaryFormats(folder).areAny()).isTrue();
  }
}
