package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.NamespaceCalls;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.OpenFlag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs root. */
final class JnaNamespaceCallsIT {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final FileCalls files = KERNEL.files();
  private final NamespaceCalls namespaces = KERNEL.namespaces();

  @BeforeEach
  void needsRoot() {
    assumeTrue(ProcessStatus.self().effectiveUid() == 0, "needs root");
  }

  @Test
  void aThreadJoinsANetworkNamespaceAloneAndComesBack() throws Exception {
    FileStatus here = files.statx("/proc/thread-self/ns/net");
    FreshThread.run(
        () -> {
          try (Fd back = files.open("/proc/thread-self/ns/net", OpenFlag.O_RDONLY)) {
            namespaces.unshare(CloneFlag.CLONE_NEWNET);
            assertThat(files.statx("/proc/thread-self/ns/net").sameFile(here)).isFalse();
            namespaces.setns(back, CloneFlag.CLONE_NEWNET);
            assertThat(files.statx("/proc/thread-self/ns/net").sameFile(here)).isTrue();
          }
        });
    assertThat(files.statx("/proc/thread-self/ns/net").sameFile(here)).isTrue();
  }

  @Test
  void aNetworkNamespaceBelongsToTheUserNamespaceOfItsMaker() throws Exception {
    FreshThread.run(
        () -> {
          namespaces.unshare(CloneFlag.CLONE_NEWNET);
          try (Fd network = files.open("/proc/thread-self/ns/net", OpenFlag.O_RDONLY);
              Fd owner = namespaces.nsGetUserns(network)) {
            assertThat(files.statx(owner).sameFile(files.statx("/proc/self/ns/user"))).isTrue();
          }
        });
  }
}
