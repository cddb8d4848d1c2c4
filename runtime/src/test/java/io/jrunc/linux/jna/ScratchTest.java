package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.jna.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScratchTest {

  private final ScratchPool pool = new ScratchPool();

  @Test
  void memoryIsUsedAgainAndIsZeroThen() {
    long first;
    try (Scratch scratch = pool.take()) {
      first = scratch.bytes(new byte[] {1, 2, 3});
    }
    try (Scratch scratch = pool.take()) {
      assertThat(scratch.reserve(3)).isEqualTo(first);
      assertThat(scratch.getBytes(first, 3)).containsExactly(0, 0, 0);
    }
  }

  @Test
  void twoAtATimeAreDifferent() {
    try (Scratch one = pool.take();
        Scratch other = pool.take()) {
      assertThat(one.reserve(1)).isNotEqualTo(other.reserve(1));
    }
  }

  @Test
  void whatIsLargerThanUsualFitsAndIsZero() {
    try (Scratch scratch = pool.take(100_000)) {
      long address = scratch.reserve(100_000);
      assertThat(scratch.getBytes(address, 100_000)).containsOnly(0);
    }
  }

  @Test
  void addressesAreMultiplesOfEight() {
    try (Scratch scratch = pool.take()) {
      scratch.reserve(3);
      assertThat(scratch.reserve(3) % 8).isZero();
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (Scratch scratch = pool.take()) {
      assertThatIllegalArgumentException().isThrownBy(() -> scratch.reserve(Scratch.SIZE + 1));
    }
  }

  @Test
  void stringsAreAnArrayOfAddressesWithAZeroAtItsEnd() {
    List<String> strings = List.of("sh", "-c", "é");
    try (Scratch scratch = pool.take(Scratch.size(strings))) {
      long array = scratch.strings(strings);
      Pointer pointer = new Pointer(array);
      assertThat(pointer.getPointer(0).getString(0)).isEqualTo("sh");
      assertThat(pointer.getPointer(16).getString(0, UTF_8.name())).isEqualTo("é");
      assertThat(scratch.getLong(array + 24)).isZero();
    }
  }

  @Test
  void theSizeOfStringsIsEnough() {
    for (int length = 0; length < 20; length++) {
      List<String> strings = List.of("€".repeat(length), "", "x".repeat(length));
      Scratch scratch = new Scratch(pool, Scratch.size(strings));
      scratch.strings(strings);
    }
  }
}
