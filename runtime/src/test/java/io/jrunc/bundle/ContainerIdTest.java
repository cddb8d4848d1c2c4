package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ContainerIdTest {
  @Test
  void lettersDigitsAndFourSignsAreAllowed() {
    assertThat(new ContainerId("aZ09_+-.").value()).isEqualTo("aZ09_+-.");
    assertThat(new ContainerId("...")).hasToString("...");
    assertThat(new ContainerId("x".repeat(1024)).value()).hasSize(1024);
  }

  @Test
  void whatCouldLeaveItsDirectoryIsRefused() {
    assertRefused("", "container id \"\" must not be empty");
    assertRefused(".", "container id \".\" is the name of a directory");
    assertRefused("..", "container id \"..\" is the name of a directory");
    assertRefused("a/b", "container id \"a/b\" may have letters, digits and _+-. only");
    assertRefused("a\nb", "container id \"a\\u000ab\" may have letters, digits and _+-. only");
    assertRefused("é", "container id \"é\" may have letters, digits and _+-. only");
  }

  @Test
  void aLongNameIsRefusedInOneShortLine() {
    assertRefused(
        "x".repeat(1025),
        "container id \"" + "x".repeat(100) + "…\" has more than 1024 characters");
  }

  private static void assertRefused(String value, String message) {
    assertThatThrownBy(() -> new ContainerId(value))
        .isInstanceOf(InvalidContainerIdException.class)
        .hasMessage(message);
  }
}
