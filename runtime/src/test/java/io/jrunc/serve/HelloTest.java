package io.jrunc.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.ProcessStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {
  private final HelloBytes hello = new HelloBytes();

  @Test
  void everythingIsRead() {
    hello.blocked = 1L << 63;
    hello.descriptors = 2;
    hello.directory = "/tmp/ü";
    hello.words.addAll(List.of("run", "", "c 1"));
    hello.environment.addAll(List.of("A=1", "B=x=y", "A=2", "nothing", "=C=3"));
    assertThat(Hello.parse(hello.bytes()))
        .isEqualTo(
            new Hello(
                1L << 63,
                0,
                2,
                0,
                Optional.of("/tmp/ü"),
                List.of("run", "", "c 1"),
                Map.of("A", "1", "B", "x=y", "=C", "3")));
  }

  @Test
  void aRemovedDirectoryIsNone() {
    hello.directory = "";
    assertThat(Hello.parse(hello.bytes()).directory()).isEmpty();
  }

  @Test
  void whatProcfsTellsIsAdded() {
    hello.words.add("run");
    ProcessStatus status =
        ProcessStatus.parse(List.of("Umask:\t0276", "SigIgn:\t0000000000010001"));
    Hello told = Hello.parse(hello.bytes()).of(status);
    assertThat(told.words()).containsExactly("run");
    assertThat(told.ignored()).isEqualTo(1 | 1 << 16);
    assertThat(told.umask()).as("without the owner's bits").isEqualTo(076);
  }

  @Test
  void everyTruncationIsGarbage() {
    hello.words.add("run");
    hello.environment.add("A=1");
    byte[] whole = hello.bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Hello.parse(part))
          .as("%d bytes", length)
          .isInstanceOf(GarbageException.class);
    }
  }

  @Test
  void anotherMagicNumberIsGarbage() {
    hello.magic++;
    assertGarbage("no client says that");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, -1})
  void anotherProtocolIsLeftToTheColdWay(int protocol) {
    hello.protocol = protocol;
    assertThatThrownBy(() -> Hello.parse(hello.bytes()))
        .isInstanceOf(NotServedException.class)
        .hasMessage("protocol " + Integer.toUnsignedString(protocol));
  }

  @Test
  void anotherProtocolMayBeShorter() {
    hello.protocol = 7;
    assertThatThrownBy(() -> Hello.parse(Arrays.copyOf(hello.bytes(), 8)))
        .isInstanceOf(NotServedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, (1 << 20) + 1})
  void aCountOfDescriptorsOutOfRangeIsGarbage(int count) {
    hello.descriptors = count;
    assertGarbage("the number " + Integer.toUnsignedString(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 1000, Integer.MAX_VALUE})
  void aWrongCountOfWordsIsGarbage(int count) {
    hello.words.add("run");
    assertThatThrownBy(() -> Hello.parse(hello.bytes(count, 0)))
        .isInstanceOf(GarbageException.class);
    assertThatThrownBy(() -> Hello.parse(hello.bytes(1, count)))
        .isInstanceOf(GarbageException.class);
  }

  @Test
  void bytesAfterTheEndAreGarbage() {
    byte[] whole = hello.bytes();
    assertThatThrownBy(() -> Hello.parse(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(GarbageException.class)
        .hasMessage("bytes after the end");
  }

  @Test
  void aDirectoryOutOfSightIsLeftToTheColdWay() {
    hello.directory = "(unreachable)/x";
    assertThatThrownBy(() -> Hello.parse(hello.bytes()))
        .isInstanceOf(NotServedException.class)
        .hasMessage("current directory out of sight");
  }

  @Test
  void whatIsNotInUtf8IsLeftToTheColdWay() {
    hello.words.add("x");
    byte[] bytes = hello.bytes();
    bytes[bytes.length - 2] = (byte) 0xff;
    assertThatThrownBy(() -> Hello.parse(bytes)).isInstanceOf(NotServedException.class);
  }

  private void assertGarbage(String reason) {
    assertThatThrownBy(() -> Hello.parse(hello.bytes()))
        .isInstanceOf(GarbageException.class)
        .hasMessage(reason);
  }
}
