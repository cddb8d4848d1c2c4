package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.NamespaceCalls;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JnaNamespaceCallsTest {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final FileCalls files = KERNEL.files();
  private final NamespaceCalls namespaces = KERNEL.namespaces();

  @ParameterizedTest
  @CsvSource({
    "mnt, CLONE_NEWNS", "uts, CLONE_NEWUTS", "ipc, CLONE_NEWIPC", "net, CLONE_NEWNET",
    "pid, CLONE_NEWPID", "user, CLONE_NEWUSER", "cgroup, CLONE_NEWCGROUP", "time, CLONE_NEWTIME"
  })
  void theKindOfANamespaceIsKnown(String name, CloneFlag type) {
    try (Fd namespace = files.open("/proc/self/ns/" + name, OpenFlag.O_RDONLY)) {
      assertThat(namespaces.nsGetNstype(namespace)).isSameAs(type);
    }
  }

  @Test
  void whatIsNoNamespaceIsRefused() {
    try (Fd file = files.open("/dev/null", OpenFlag.O_RDONLY)) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> namespaces.nsGetNstype(file))
          .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ENOTTY));
    }
  }
}
