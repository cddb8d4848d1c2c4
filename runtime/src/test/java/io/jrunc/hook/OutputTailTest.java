package io.jrunc.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutputTailTest {
  @Test
  void linesBecomeOneLine() {
    assertThat(text("no such network\n")).isEqualTo("no such network");
    assertThat(text("one\r\n\ttwo\n\n")).isEqualTo("one;  two");
    assertThat(text("")).isEmpty();
  }

  @Test
  void whatATerminalWouldObeyIsNotShown() {
    assertThat(text("a\u001b[31mb\u0000c\u009bd")).isEqualTo("a?[31mb?c?d");
  }

  @Test
  void ofLongOutputTheEndIsShown() {
    String text = text("x".repeat(5_000) + "y".repeat(OutputTail.SIZE - 3) + "end");
    assertThat(text).isEqualTo("…" + "y".repeat(OutputTail.SIZE - 3) + "end");
  }

  @Test
  void exactlyAsMuchAsIsKeptIsShownWhole() {
    assertThat(text("z".repeat(OutputTail.SIZE))).isEqualTo("z".repeat(OutputTail.SIZE));
  }

  @Test
  void manyPiecesAreOneText() {
    OutputTail tail = new OutputTail();
    for (int i = 0; i < 1_000; i++) {
      byte[] piece = (i + ",").getBytes(UTF_8);
      tail.add(piece, piece.length);
    }
    assertThat(tail.text()).startsWith("…").endsWith(",997,998,999,").hasSize(OutputTail.SIZE + 1);
  }

  @Test
  void aCharacterThatIsCutIsLeftOut() {
    assertThat(text("ü" + "a".repeat(OutputTail.SIZE - 1)))
        .isEqualTo("…" + "a".repeat(OutputTail.SIZE - 1));
  }

  private static String text(String written) {
    OutputTail tail = new OutputTail();
    byte[] bytes = written.getBytes(UTF_8);
    tail.add(bytes, bytes.length);
    return tail.text();
  }
}
