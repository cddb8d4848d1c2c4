package io.jrunc.copyup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies from one folder to another: a tmpfs, which takes root, is in the black-box tests. */
final class CopyUpTest {
  private final Kernel kernel = JnaKernel.forOneCommand();
  @TempDir private Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void makeFolders() throws IOException {
    from = Files.createDirectory(folder.resolve("from"));
    to = Files.createDirectory(folder.resolve("to"));
  }

  @Test
  void contentsPermissionsAndTimesAreKept() throws IOException {
    Path file = Files.createDirectories(from.resolve("a/b")).resolve("file");
    Files.writeString(file, "content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x--x---"));
    FileTime longAgo = FileTime.fromMillis(981_173_106_000L);
    Files.setLastModifiedTime(file, longAgo);
    Files.setLastModifiedTime(from.resolve("a"), longAgo);
    copy();
    Path copy = to.resolve("a/b/file");
    assertThat(copy).hasContent("content");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("r-x--x---");
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(longAgo);
    assertThat(Files.getLastModifiedTime(to.resolve("a"))).isEqualTo(longAgo);
  }

  @Test
  void linksAreCopiedAndNeverFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(from.resolve("file"), secret);
    Files.createSymbolicLink(from.resolve("folder"), folder);
    Files.createSymbolicLink(from.resolve("nothing"), Path.of("nowhere"));
    copy();
    assertThat(Files.readSymbolicLink(to.resolve("file"))).isEqualTo(secret);
    assertThat(Files.readSymbolicLink(to.resolve("folder"))).isEqualTo(folder);
    assertThat(Files.readSymbolicLink(to.resolve("nothing"))).isEqualTo(Path.of("nowhere"));
  }

  @Test
  void holesStayHoles() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(from.resolve("f").toFile(), "rw")) {
      sparse.seek(1L << 30);
      sparse.write('x');
      sparse.setLength(1L << 32);
    }
    copy();
    Path copy = to.resolve("f");
    assertThat(Files.size(copy)).isEqualTo(1L << 32);
    assertThat((Long) Files.getAttribute(copy, "unix:size")).isEqualTo(1L << 32);
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "r")) {
      file.seek(1L << 30);
      assertThat(file.read()).isEqualTo('x');
      assertThat(file.read()).isZero();
    }
  }

  @Test
  void whatIsThereAlreadyIsAnErrorThatNamesIt() throws IOException {
    Files.writeString(Files.createDirectory(from.resolve("a")).resolve("f"), "");
    Files.writeString(Files.createDirectory(to.resolve("b")).resolve("f"), "");
    Files.move(to.resolve("b"), to.resolve("a"));
    assertThatThrownBy(this::copy)
        .isInstanceOf(OperationException.class)
        .hasMessage("copy /a: file exists (EEXIST)");
  }

  @Test
  void depthHasAnEnd() throws IOException {
    Files.createDirectories(from.resolve("d/".repeat(140)));
    assertThatThrownBy(this::copy)
        .isInstanceOf(OperationException.class)
        .hasMessageEndingWith("/d: is more than 128 folders deep");
  }

  private void copy() {
    try (Fd source = kernel.files().open(from.toString(), OpenFlag.O_PATH);
        Fd target = kernel.files().open(to.toString(), OpenFlag.O_PATH)) {
      new CopyUp(kernel).copy(source, target);
    }
  }
}
