package io.jrunc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.abi.Errno;
import org.junit.jupiter.api.Test;

final class KernelExceptionTest {

  @Test
  void saysCallObjectAndErrorAndGivesThemBack() {
    KernelException e = new KernelException("openat2", "/x", Errno.ENOENT);
    assertThat(e).hasMessage("openat2 /x: no such file or directory (ENOENT)");
    assertThat(e.call()).isEqualTo("openat2");
    assertThat(e.object()).isEqualTo("/x");
    assertThat(e.errno()).isSameAs(Errno.ENOENT);
  }

  @Test
  void leavesOutAnObjectThatIsNotThere() {
    assertThat(new KernelException("setsid", "", Errno.EPERM))
        .hasMessage("setsid: operation not permitted (EPERM)");
  }
}
