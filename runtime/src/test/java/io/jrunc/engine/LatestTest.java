package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestTest {
  private final Latest<Integer, String> latest = new Latest<>();

  @Test
  void whatWasMadeOfSomethingEqualIsFoundAgain() {
    latest.keep(1000, "thousand");
    assertThat(latest.find(Integer.parseInt("1000"))).contains("thousand");
    assertThat(latest.find(1001)).isEmpty();
  }

  @Test
  void whatWasNotUsedForLongestIsForgotten() {
    for (int i = 1; i <= 8; i++) {
      latest.keep(i, "n" + i);
    }
    latest.find(1);
    latest.keep(9, "n9");
    assertThat(latest.find(1)).contains("n1");
    assertThat(latest.find(2)).isEmpty();
    assertThat(latest.find(9)).contains("n9");
  }
}
