package io.jrunc.usernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSearchTest {
  @TempDir Path folder;

  @Test
  void pathComesBeforeTheUsualFolders() throws IOException {
    Path own = program("sh");
    assertThat(ProgramSearch.ofUser(folder + ":/bin").find("sh")).contains(own.toRealPath());
    assertThat(ProgramSearch.ofUser("").find("sh")).contains(Path.of("/bin/sh").toRealPath());
    assertThat(ProgramSearch.ofUser("").find("no-such-program")).isEmpty();
  }

  @Test
  void aFileThatCantBeRunIsNone() throws IOException {
    Files.writeString(folder.resolve("jrunc-none"), "");
    assertThat(ProgramSearch.ofUser(folder.toString()).find("jrunc-none")).isEmpty();
  }

  @Test
  void aRelativeFolderIsNone() {
    assertThat(ProgramSearch.ofUser(".:bin").find("no-such-program")).isEmpty();
  }

  @Test
  void rootRunsNothingThatOthersCanChange() throws IOException {
    program("jrunc-open");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> ProgramSearch.ofRoot(folder.toString()).find("jrunc-open"))
        .isInstanceOf(OperationException.class)
        .hasMessage(
            "run "
                + folder.resolve("jrunc-open")
                + ": others than root can change "
                + folder.toRealPath()
                + ", so root does not run it");
  }

  @Test
  void rootRunsWhatTheSystemHas() throws IOException {
    assertThat(ProgramSearch.ofRoot("/bin").find("sh")).contains(Path.of("/bin/sh").toRealPath());
  }

  private Path program(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
