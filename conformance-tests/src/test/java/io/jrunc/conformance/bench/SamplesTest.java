package io.jrunc.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void quantilesLieBetweenTheSortedSamples() {
    Samples samples =
        Samples.parse(
            List.of("run\trunc\twall\t30", "run\trunc\twall\t10", "run\trunc\twall\t20.5"));

    assertThat(samples.quantile("run", "runc", "wall", 0)).contains(10.0);
    assertThat(samples.median("run", "runc", "wall")).contains(20.5);
    assertThat(samples.quantile("run", "runc", "wall", 0.75)).contains(25.25);
    assertThat(samples.quantile("run", "runc", "wall", 1)).contains(30.0);
  }

  @Test
  void whatWasNotMeasuredHasNoMedian() {
    assertThat(Samples.parse(List.of()).median("run", "runc", "wall")).isEmpty();
  }

  @Test
  void aLineOfAnotherFormIsRefused() {
    assertThatThrownBy(() -> Samples.parse(List.of("run\trunc\t3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not four fields: run\trunc\t3");
  }
}
