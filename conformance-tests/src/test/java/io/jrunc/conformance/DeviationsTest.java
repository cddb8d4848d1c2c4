package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Deviations;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviationsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"runc", "crun", "clients.runc"})
  void everyDeviationNamesATestAndHasAReason(String peer) {
    Deviations deviations = Deviations.of(peer);
    assertThat(deviations.tests()).isNotEmpty();
    assertThat(deviations.tests())
        .allSatisfy(
            test -> {
              assertThat(isATest(test, peer)).isTrue();
              assertThat(deviations.reason(test, ""))
                  .hasValueSatisfying(r -> assertThat(r).isNotBlank());
            });
  }

  private static boolean isATest(String key, String peer) throws ClassNotFoundException {
    String[] names = key.split("[.\\[]", 3);
    String folder = peer.startsWith("clients.") ? ".clients." : ".";
    Class<?> type = Class.forName(DeviationsTest.class.getPackageName() + folder + names[0]);
    return names.length == 1
        || Arrays.stream(type.getDeclaredMethods()).map(Method::getName).anyMatch(names[1]::equals);
  }
}
