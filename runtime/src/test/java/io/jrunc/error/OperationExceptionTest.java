package io.jrunc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.abi.Errno;
import org.junit.jupiter.api.Test;

final class OperationExceptionTest {

  @Test
  void saysOperationObjectAndReasonAndGivesThemBack() {
    OperationException e =
        new OperationException("delete", "web1", "container is running; stop it first");
    assertThat(e).hasMessage("delete web1: container is running; stop it first");
    assertThat(e.operation()).isEqualTo("delete");
    assertThat(e.object()).isEqualTo("web1");
    assertThat(e.reason()).isEqualTo("container is running; stop it first");
  }

  @Test
  void takesTheReasonFromItsCause() {
    KernelException cause = new KernelException("openat2", "/x", Errno.ENOENT);
    OperationException e = new OperationException("create", "web1", cause);
    assertThat(e)
        .hasMessage("create web1: openat2 /x: no such file or directory (ENOENT)")
        .hasCause(cause);
  }

  @Test
  void aCauseWithoutAMessageIsNamedByItsType() {
    assertThat(new OperationException("state", "", new IllegalStateException()))
        .hasMessage("state: java.lang.IllegalStateException");
  }
}
