package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.MountCalls;
import io.jrunc.linux.MountChange;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.UmountFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root; mounts only in a mount namespace of its own. */
final class JnaMountCallsIT {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final FileCalls files = KERNEL.files();
  private final MountCalls mounts = KERNEL.mounts();

  @TempDir private Path folder;

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
  }

  @Test
  void aReadOnlyCopyOfATreeIsMountedAndTakenAway() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path target = Files.createDirectory(folder.resolve("target"));
    inOwnMountNamespace(
        () -> {
          try (Fd tree =
                  mounts.openTree(
                      source.toString(), OpenTreeFlag.OPEN_TREE_CLONE, OpenTreeFlag.AT_RECURSIVE);
              Fd directory = files.open(folder.toString(), OpenFlag.O_PATH)) {
            mounts.mountSetattr(
                tree,
                MountChange.NONE
                    .attributes(Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of())
                    .propagation(MountFlag.MS_SLAVE)
                    .recursively());
            mounts.moveMount(tree, directory, "target");
          }
          assertThat(mountOptions(target)).startsWith("ro,");
          try (Fd directory = files.open(target.toString(), OpenFlag.O_PATH)) {
            assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> files.mkdirat(directory, "x", 0755))
                .withMessage("mkdirat x: read-only file system (EROFS)");
          }
          mounts.umount2(target.toString(), UmountFlag.MNT_DETACH);
          assertThat(mountOptions(target)).isEmpty();
        });
  }

  @Test
  void aMountCannotTakeTheIdsOfTheFirstUserNamespace() throws Exception {
    try (Fd tree = mounts.openTree(folder.toString(), OpenTreeFlag.OPEN_TREE_CLONE);
        Fd initial = files.open("/proc/self/ns/user", OpenFlag.O_RDONLY)) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> mounts.mountSetattr(tree, MountChange.NONE.mapIds(initial)))
          .satisfies(e -> assertThat(e.errno()).isIn(Errno.EPERM, Errno.EINVAL));
    }
  }

  @Test
  void theFilesOfAMountBelongToTheIdsOfAUserNamespace() throws Exception {
    Files.createFile(folder.resolve("file"));
    Process sleeper =
        new ProcessBuilder("unshare", "--user", "sleep", "100").redirectErrorStream(true).start();
    try {
      Path maps = Path.of("/proc/" + sleeper.pid());
      FileCalls calls = files;
      while (calls.statx(maps + "/ns/user").sameFile(calls.statx("/proc/self/ns/user"))) {
        Thread.onSpinWait();
      }
      Files.writeString(maps.resolve("uid_map"), "0 5000 10");
      Files.writeString(maps.resolve("gid_map"), "0 6000 10");
      try (Fd tree = mounts.openTree(folder.toString(), OpenTreeFlag.OPEN_TREE_CLONE);
          Fd users = files.open(maps + "/ns/user", OpenFlag.O_RDONLY)) {
        mounts.mountSetattr(tree, MountChange.NONE.mapIds(users));
        assertThat(files.statx(tree, "file").uid()).isEqualTo(5000);
        assertThat(files.statx(tree, "file").gid()).isEqualTo(6000);
      }
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }

  private void inOwnMountNamespace(Runnable work) throws Exception {
    FreshThread.run(
        () -> {
          KERNEL.namespaces().unshare(CloneFlag.CLONE_NEWNS);
          try (Fd root = mounts.openTree("/")) {
            mounts.mountSetattr(
                root, MountChange.NONE.propagation(MountFlag.MS_PRIVATE).recursively());
          }
          work.run();
        });
  }

  /** The per-mount options of the mount at a path in this thread's namespace; none is empty. */
  private static String mountOptions(Path path) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/thread-self/mountinfo"))) {
        String[] fields = line.split(" ", -1);
        if (fields[4].equals(path.toString())) {
          return fields[5];
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
