package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FdTest {

  private final List<Integer> closed = new ArrayList<>();

  @Test
  void isClosedOnceHoweverOftenItIsAsked() {
    Fd fd = new Fd(7, "/x", closed::add);
    fd.close();
    fd.close();
    assertThat(closed).containsExactly(7);
  }

  @Test
  void hasNoNumberOnceItIsClosed() {
    Fd fd = new Fd(7, "/x", closed::add);
    assertThat(fd.number()).isEqualTo(7);
    assertThat(fd.path()).isEqualTo("/proc/self/fd/7");
    fd.close();
    assertThatIllegalStateException().isThrownBy(fd::number).withMessage("/x is closed");
  }

  @Test
  void isWrittenAsWhatItIs() {
    assertThat(new Fd(7, "/x", closed::add)).hasToString("/x");
    assertThat(Fd.inherited(1)).hasToString("fd 1");
  }
}
