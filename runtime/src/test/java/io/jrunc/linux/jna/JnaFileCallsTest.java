package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.DeviceNumber;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.FilesystemMagic;
import io.jrunc.linux.abi.LockOperation;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.ResolveFlag;
import io.jrunc.linux.abi.Seal;
import io.jrunc.linux.abi.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JnaFileCallsTest {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final FileCalls files = KERNEL.files();

  @TempDir private Path folder;
  private Fd directory;

  @BeforeEach
  void openTheFolder() {
    directory = files.open(folder.toString(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
  }

  @AfterEach
  void closeTheFolder() {
    directory.close();
  }

  @Test
  void openNamesWhatIsMissing() {
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.open("/nowhere/at/all", OpenFlag.O_RDONLY))
        .withMessage("openat /nowhere/at/all: no such file or directory (ENOENT)");
  }

  @Test
  void everyDescriptorIsCloseOnExec() throws IOException {
    try (Fd copy = files.fcntlDupfd(directory, 0);
        Fd memory = files.memfdCreate("memory")) {
      for (Fd fd : List.of(directory, copy, memory)) {
        assertThat(OpenDescriptor.isCloseOnExec(fd)).isTrue();
      }
    }
  }

  @Test
  void aPathThatIsTooLongIsRefusedAsByTheKernel() {
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.open("/".repeat(5000), OpenFlag.O_RDONLY))
        .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ENAMETOOLONG));
  }

  @Test
  void aPathOfTheGreatestLengthOutsideAsciiFits() {
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.open("€".repeat(4000), OpenFlag.O_RDONLY))
        .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ENAMETOOLONG));
  }

  @Test
  void aPathWithAZeroByteIsRefusedBecauseTheKernelWouldCutItOff() {
    assertThatExceptionOfType(OperationException.class)
        .isThrownBy(() -> files.open("/etc\0/x", OpenFlag.O_RDONLY))
        .withMessage("pass /etc?/x: it holds a zero byte");
  }

  @Test
  void openat2StaysInsideTheRoot() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("../../../inside"));
    Files.createDirectory(folder.resolve("inside"));
    OpenHow how =
        new OpenHow(
            Set.of(OpenFlag.O_PATH),
            0,
            Set.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS));
    try (Fd fd = files.openat2(directory, "link", how)) {
      assertThat(Files.readSymbolicLink(Path.of(fd.path()))).isEqualTo(folder.resolve("inside"));
    }
  }

  @Test
  void openat2MakesAFileWithItsMode() {
    OpenHow how =
        new OpenHow(Set.of(OpenFlag.O_CREAT, OpenFlag.O_EXCL, OpenFlag.O_WRONLY), 0600, Set.of());
    files.openat2(directory, "new", how).close();
    assertThat(files.statx(directory, "new").permissions()).isEqualTo(0600);
  }

  @Test
  void writesAndReadsAtOffsetsAndInOneGo() {
    try (Fd memory = files.memfdCreate("memory")) {
      files.writeAll(memory, "hello world".getBytes(UTF_8));
      assertThat(files.pwrite(memory, "HELLO".getBytes(UTF_8), 0)).isEqualTo(5);
      byte[] word = new byte[5];
      assertThat(files.pread(memory, word, 6)).isEqualTo(5);
      assertThat(new String(word, UTF_8)).isEqualTo("world");
      try (Fd again = files.open(memory.path(), OpenFlag.O_RDONLY)) {
        assertThat(new String(files.readAll(again), UTF_8)).isEqualTo("HELLO world");
      }
    }
  }

  @Test
  void writesAndReadsMoreThanOneBlock() {
    byte[] much = new byte[300_000];
    Arrays.fill(much, (byte) 'x');
    try (Fd memory = files.memfdCreate("memory")) {
      files.writeAll(memory, much);
      try (Fd again = files.open(memory.path(), OpenFlag.O_RDONLY)) {
        assertThat(files.readAll(again)).isEqualTo(much);
      }
      byte[] back = new byte[300_000];
      assertThat(files.pread(memory, back, 0)).isEqualTo(300_000);
      assertThat(back).isEqualTo(much);
    }
  }

  @Test
  void aSealedMemoryFileCannotBeWritten() {
    try (Fd memory = files.memfdCreateExecutable("program")) {
      files.writeAll(memory, new byte[] {1});
      files.fcntlAddSeals(
          memory, Seal.F_SEAL_SEAL, Seal.F_SEAL_WRITE, Seal.F_SEAL_GROW, Seal.F_SEAL_SHRINK);
      assertThat(files.fcntlGetSeals(memory))
          .contains(Seal.F_SEAL_SEAL, Seal.F_SEAL_WRITE, Seal.F_SEAL_GROW, Seal.F_SEAL_SHRINK);
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> files.write(memory, new byte[] {1}))
          .withMessage("write program: operation not permitted (EPERM)");
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> files.ftruncate(memory, 0))
          .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.EPERM));
    }
  }

  @Test
  void onlyTheExecutableMemoryFileIsExecutable() {
    try (Fd program = files.memfdCreateExecutable("program");
        Fd data = files.memfdCreate("data")) {
      assertThat(files.statx(program).permissions()).isEqualTo(0777);
      // kernels before 6.3 make every memory file executable
      assertThat(files.statx(data).permissions()).isIn(0666, 0777);
    }
  }

  @Test
  void ftruncateMakesAFileLonger() {
    try (Fd memory = files.memfdCreate("page")) {
      files.ftruncate(memory, 4096);
      assertThat(files.statx(memory).size()).isEqualTo(4096);
    }
  }

  @Test
  void statxTellsWhatADeviceIs() {
    FileStatus status = files.statx("/dev/null");
    assertThat(status.type()).isSameAs(FileType.S_IFCHR);
    assertThat(status.represents()).isEqualTo(new DeviceNumber(1, 3));
  }

  @Test
  void statxBelowADirectoryDoesNotFollowALink() {
    files.mkdirat(directory, "target", 0700);
    files.symlinkat("target", directory, "link");
    assertThat(files.statx(directory, "link").type()).isSameAs(FileType.S_IFLNK);
    assertThat(files.statx(folder.resolve("link").toString()).type()).isSameAs(FileType.S_IFDIR);
    assertThat(files.readlinkat(directory, "link")).isEqualTo("target");
  }

  @Test
  void theSameFileIsKnownByDeviceAndInode() {
    FileStatus status = files.statx(directory);
    assertThat(status.type()).isSameAs(FileType.S_IFDIR);
    assertThat(status.mountId()).isPositive();
    assertThat(status.sameFile(files.statx(folder.toString()))).isTrue();
    assertThat(status.sameFile(files.statx("/dev/null"))).isFalse();
  }

  @Test
  void theFilesystemIsKnownByItsMagic() {
    try (Fd proc = files.open("/proc", OpenFlag.O_PATH)) {
      assertThat(files.fstatfsType(proc)).isEqualTo(FilesystemMagic.PROC_SUPER_MAGIC.value());
    }
  }

  @Test
  void aLockIsHeldByOneAndThenByTheOther() throws IOException {
    Path file = Files.createFile(folder.resolve("lock"));
    try (Fd one = files.open(file.toString(), OpenFlag.O_RDONLY);
        Fd other = files.open(file.toString(), OpenFlag.O_RDONLY)) {
      files.flock(one, LockOperation.LOCK_EX);
      assertThat(files.tryFlock(other, LockOperation.LOCK_EX)).isFalse();
      files.flock(one, LockOperation.LOCK_UN);
      assertThat(files.tryFlock(other, LockOperation.LOCK_EX)).isTrue();
    }
  }

  @Test
  void directoriesAndFilesAreMadeRenamedAndRemoved() {
    files.mkdirat(directory, "a", 0700);
    files.renameat(directory, "a", directory, "b");
    assertThat(files.statx(directory, "b").type()).isSameAs(FileType.S_IFDIR);
    files.rmdirat(directory, "b");
    files.openat(directory, "c", 0600, OpenFlag.O_CREAT, OpenFlag.O_WRONLY).close();
    files.unlinkat(directory, "c");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatIsThereIsNotMadeAgain() {
    String path = folder.resolve("a").toString();
    assertThat(files.mkdirIfMissing(path, 0700)).isTrue();
    assertThat(files.mkdirIfMissing(path, 0700)).isFalse();
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.mkdirIfMissing(path + "/b/c", 0700))
        .withMessage("mkdirat " + path + "/b/c: no such file or directory (ENOENT)");
    files.rmdir(path);
    assertThat(folder).isEmptyDirectory();
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.rmdir(path))
        .withMessage("unlinkat " + path + ": no such file or directory (ENOENT)");
  }

  @Test
  void aFileIsReadToItsEndIfItIsThere() throws IOException {
    Path file = folder.resolve("file");
    assertThat(files.readIfThere(file.toString())).isEmpty();
    Files.write(file, new byte[0]);
    assertThat(files.readIfThere(file.toString())).hasValue(new byte[0]);
    byte[] much = "0123456789".repeat(1000).getBytes(UTF_8);
    Files.write(file, much);
    assertThat(files.readIfThere(file.toString())).hasValue(much);
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.readIfThere(folder.toString()))
        .withMessageEndingWith("is a directory (EISDIR)");
  }

  @Test
  void aFailedRenameNamesBothPaths() {
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.renameat(directory, "a", directory, "b"))
        .withMessage("renameat2 a to b: no such file or directory (ENOENT)");
  }

  @Test
  void fchmodSetsThePermissions() {
    try (Fd memory = files.memfdCreate("memory")) {
      files.fchmod(memory, 0640);
      assertThat(files.statx(memory).permissions()).isEqualTo(0640);
    }
  }

  @Test
  void dupfdTakesNoNumberBelowTheMinimum() {
    try (Fd copy = files.fcntlDupfd(directory, 100)) {
      assertThat(copy.number()).isGreaterThanOrEqualTo(100);
      assertThat(files.statx(copy).sameFile(files.statx(directory))).isTrue();
    }
  }

  @Test
  void pollTellsWhichFileIsReadable() {
    try (SocketPair quiet = KERNEL.sockets().socketpair(SocketType.SOCK_STREAM);
        SocketPair busy = KERNEL.sockets().socketpair(SocketType.SOCK_STREAM)) {
      List<PollRequest> requests =
          List.of(PollRequest.readable(quiet.first()), PollRequest.readable(busy.first()));
      files.write(busy.second(), new byte[] {1});
      assertThat(files.poll(requests)).containsExactly(Set.of(), Set.of(PollEvent.POLLIN));
      quiet.second().close();
      assertThat(files.poll(requests).get(0)).contains(PollEvent.POLLHUP);
    }
  }

  @Test
  void pollEndsWhenItsTimeIsOver() {
    try (SocketPair quiet = KERNEL.sockets().socketpair(SocketType.SOCK_STREAM)) {
      List<PollRequest> requests = List.of(PollRequest.readable(quiet.first()));
      assertThat(files.poll(requests, Duration.ofMillis(20))).containsExactly(Set.of());
      assertThat(files.poll(requests, Duration.ofMillis(-1))).containsExactly(Set.of());
    }
  }

  @Test
  void closingGivesTheNumberBack() throws IOException {
    Fd memory = files.memfdCreate("closed-by-the-test");
    assertThat(OpenDescriptor.all()).anyMatch(file -> file.contains("closed-by-the-test"));
    memory.close();
    assertThat(OpenDescriptor.all()).noneMatch(file -> file.contains("closed-by-the-test"));
  }

  @Test
  void aSetTellsOnceWhichOfItsFilesCanBeReadUntilTheyAreClosed() {
    try (Fd set = files.epollCreate();
        Fd one = files.eventfd();
        Fd other = files.eventfd()) {
      Fd closed = files.eventfd();
      files.epollAdd(set, one, 7);
      files.epollAdd(set, other, -1);
      files.epollAdd(set, closed, 9);
      assertThat(files.epollReady(set)).isEmpty();
      files.write(closed, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      closed.close();
      files.write(one, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      files.write(other, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      assertThat(files.epollReady(set)).containsExactlyInAnyOrder(7, -1);
      assertThat(files.epollReady(set)).isEmpty();
    }
  }

  @Test
  void aCounterIsReadOnce() {
    try (Fd counter = files.eventfd()) {
      byte[] value = new byte[8];
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> files.read(counter, value))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      files.write(counter, new byte[] {1, 0, 0, 0, 0, 0, 0, 1});
      assertThat(files.read(counter, value)).isEqualTo(8);
      assertThat(value).containsExactly(1, 0, 0, 0, 0, 0, 0, 1);
      assertThat(files.poll(List.of(PollRequest.readable(counter)), Duration.ZERO))
          .containsExactly(Set.of());
    }
  }
}
