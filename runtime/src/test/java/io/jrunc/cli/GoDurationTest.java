package io.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "5s, PT5S",
    "500ms, PT0.5S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "2h45m0.25s, PT2H45M0.25S",
    "100us, PT0.0001S",
    "100µs, PT0.0001S",
    "7ns, PT0.000000007S",
    "0.9ns, PT0S",
    "0, PT0S",
    "+0, PT0S",
    "-0, PT0S",
    "0s, PT0S",
    "+1s, PT1S",
    "-1s, PT-1S",
    "9223372036854775807ns, PT2562047H47M16.854775807S",
  })
  void durationsAreWrittenAsInGo(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).hasValue(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5x",
        "5S",
        "5 s",
        " 5s",
        "5s ",
        "1m30",
        "-",
        "+",
        ".s",
        "1.2.3s",
        "1e3s",
        "0x1s",
        "--1s",
        "1s-1s",
        "9223372036854775808ns",
        "3000000h",
        "∞",
        "٥s"
      })
  void everythingElseIsNone(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
