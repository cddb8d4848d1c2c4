package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.linux.Fd;
import io.jrunc.linux.MountCalls;
import io.jrunc.linux.MountChange;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.MountFlag;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.UmountFlag;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root and cgroups; mounts only in a mount namespace of its own. */
final class KnownHostIT {
  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final MountCalls mounts = KERNEL.mounts();

  @TempDir private Path folder;

  @BeforeEach
  void needsRootAndCgroups() throws IOException {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
    boolean hasCgroups = Files.readString(Path.of("/proc/self/mountinfo")).contains(" - cgroup");
    assumeTrue(hasCgroups, "needs mounted cgroups");
  }

  @Test
  void mountsAreLookedAtAgainOnlyWhenOneHasChanged() throws Exception {
    inOwnMountNamespace(
        () -> {
          try (KnownHost known = new KnownHost(KERNEL.files(), procOfThisThread())) {
            List<CgroupMount> before = known.mounts();
            assertThat(before).isNotEmpty();
            assertThat(known.mounts()).isSameAs(before);
            CgroupMount hidden = before.get(0);
            hide(Path.of(hidden.point()));
            List<CgroupMount> meanwhile = known.mounts();
            assertThat(meanwhile).doesNotContain(hidden);
            assertThat(known.mounts()).isSameAs(meanwhile);
            mounts.umount2(hidden.point(), UmountFlag.MNT_DETACH);
            assertThat(known.mounts()).isEqualTo(before);
          }
          Files.delete(folder.resolve("self"));
          return true;
        });
  }

  @Test
  void controllersAreThoseOfNow() throws IOException {
    try (KnownHost known = new KnownHost(KERNEL.files())) {
      Path file = folder.resolve("cgroup.controllers");
      assertThat(known.controllers(folder.toString())).isEmpty();
      Files.writeString(file, "\n");
      assertThat(known.controllers(folder.toString())).isEmpty();
      Files.writeString(file, "cpu memory\n");
      assertThat(known.controllers(folder.toString())).containsExactly("cpu", "memory");
    }
  }

  /** What is called self there is the thread, and not the process. */
  private ProcFiles procOfThisThread() throws IOException {
    Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
    Files.createSymbolicLink(folder.resolve("self"), thread);
    return new ProcFiles(folder);
  }

  /** Mounts a folder over it. */
  private void hide(Path point) throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    try (Fd tree = mounts.openTree(empty.toString(), OpenTreeFlag.OPEN_TREE_CLONE);
        Fd parent = KERNEL.files().open(point.resolveSibling("").toString(), OpenFlag.O_PATH)) {
      mounts.moveMount(tree, parent, String.valueOf(point.getFileName()));
    }
  }

  private void inOwnMountNamespace(Callable<Boolean> work) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              KERNEL.namespaces().unshare(CloneFlag.CLONE_NEWNS);
              try (Fd root = mounts.openTree("/")) {
                mounts.mountSetattr(
                    root, MountChange.NONE.propagation(MountFlag.MS_PRIVATE).recursively());
              }
              return work.call();
            });
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    task.get();
  }
}
