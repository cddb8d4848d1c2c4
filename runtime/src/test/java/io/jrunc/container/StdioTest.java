package io.jrunc.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Test;

class StdioTest {
  @Test
  void aStreamLeadsInItsDirectionOnly() {
    assertThatThrownBy(() -> Stdio.pipes().withStdin(Redirect.to(new File("/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("standard input can't be redirect to write to file \"/x\"");
    assertThatThrownBy(() -> Stdio.pipes().withStdin(Redirect.DISCARD))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Stdio.none().withStderr(Redirect.from(new File("/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an output can't be read from a file");
  }
}
