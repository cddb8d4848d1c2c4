package io.jrunc.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final String BEGIN =
      "<!-- benchmark: written by conformance-tests/bench/run -->\n";
  private static final String END = "<!-- end of benchmark -->\n";

  @Test
  void onlyWhatIsBetweenTheMarksIsReplaced() {
    assertThat(BenchReport.replaced("a\n" + BEGIN + "old\n" + END + "z\n", "new\n"))
        .isEqualTo("a\n" + BEGIN + "new\n" + END + "z\n");
  }

  @Test
  void aTextWithoutMarksIsRefused() {
    assertThatThrownBy(() -> BenchReport.replaced(END + BEGIN, "new\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no place for the benchmark");
  }
}
