package io.jrunc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "9223372036854771712, 9223372036854771712",
    "18446744073709551615, 18446744073709551615",
    "max, 18446744073709551615",
    "-5, 0", // the kernel sums up counters of processors, which change meanwhile
  })
  void numbersAreUnsigned(String text, String number) {
    GroupFiles group = new KernelFolder(folder).file("n", text).group();
    assertThat(Long.toUnsignedString(group.number("n"))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1 2", "0x10", "1.5", "18446744073709551616", "-x", "maximum"})
  void whatIsNoNumberIsAnErrorThatNamesTheFile(String text) {
    GroupFiles group = new KernelFolder(folder).file("n", text).group();
    assertThatThrownBy(() -> group.number("n"))
        .isInstanceOf(StatsException.class)
        .hasMessage(folder + "/n: \"" + text + "\" is not a number");
  }

  @Test
  void aFileThatIsNotThereIsZeroAndEmpty() {
    GroupFiles group = new KernelFolder(folder).group();
    assertThat(group.number("n")).isZero();
    assertThat(group.signed("n")).isZero();
    assertThat(group.keyed("n")).isEmpty();
    assertThat(group.lines("n")).isEmpty();
  }

  @Test
  void aLineWithoutANumberIsAnError() {
    GroupFiles group = new KernelFolder(folder).file("stat", "anon 5\nfile").group();
    assertThatThrownBy(() -> group.keyed("stat"))
        .hasMessage(folder + "/stat: \"file\" is not a key and a number");
  }

  @Test
  void aGroupThatIsGoneHasNoNames() {
    assertThat(new GroupFiles(KernelFolder.FILES, folder.resolve("gone")).names()).isEmpty();
  }
}
