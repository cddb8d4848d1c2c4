package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterCodeTest {

  @Test
  void equalOnesAreFoundAgain() {
    FilterCode code = new FilterCode(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, List.of("no_such"));
    FilterCode same = new FilterCode(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, List.of("no_such"));
    assertThat(same).isEqualTo(code).hasSameHashCodeAs(code);
    assertThat(new FilterCode(new byte[8], List.of("no_such"))).isNotEqualTo(code);
    assertThat(new FilterCode(code.bytes(), List.of())).isNotEqualTo(code);
    assertThat(code).isNotEqualTo("a filter");
  }
}
