package io.jrunc.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalTest {

  @ParameterizedTest
  @CsvSource({
    "TERM, 15",
    "SIGTERM, 15",
    "sigterm, 15",
    "15, 15",
    "9, 9",
    "CLD, 17",
    "IOT, 6",
    "POLL, 29",
    "RTMIN, 34",
    "RTMIN+3, 37",
    "SIGRTMIN+3, 37",
    "RTMAX, 64",
    "RTMAX-1, 63",
    "64, 64"
  })
  void isFoundByEachOfItsNames(String word, int number) {
    assertThat(Signal.named(word)).contains(new Signal(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "65",
        "-1",
        "015x",
        "100",
        "SIG",
        "TERMINATE",
        "RTMIN+",
        "RTMIN+31",
        "RTMAX+1",
        "RTMIN-1",
        "SIGSIGTERM",
        "1 "
      })
  void isNotFoundByWhatNoSignalIsCalled(String word) {
    assertThat(Signal.named(word)).isEmpty();
  }

  @Test
  void everySignalIsFoundByItsOwnName() {
    for (int number = 1; number <= Signal.LARGEST; number++) {
      Signal signal = new Signal(number);
      if (number < 32 || number > 33) {
        assertThat(Signal.named(signal.name())).contains(signal);
      }
    }
  }

  @Test
  void hasOneBitInTheKernelsSets() {
    assertThat(Signal.SIGHUP.bit()).isEqualTo(1);
    assertThat(new Signal(64).bit()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void refusesNumbersThatAreNoSignal() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(65));
  }
}
