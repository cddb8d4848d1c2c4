package io.jrunc.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that launcher.c reads. */
class RequestsTest {

  @Test
  void everyMessageIsAsInThePicture() {
    assertThat(hex(Requests.cold())).isEqualTo("01000000");
    assertThat(hex(Requests.begun(List.of()))).isEqualTo("02000000 00000000");
    assertThat(hex(Requests.begun(List.of("a", "")))).isEqualTo("02000000 02000000 610000");
    assertThat(hex(Requests.write(2, "xhiy".getBytes(StandardCharsets.US_ASCII), 1, 2)))
        .isEqualTo("03000000 02000000 6869");
    assertThat(hex(Requests.hold())).isEqualTo("04000000");
    assertThat(
            hex(
                Requests.spawn(
                    7, List.of("a"), List.of("B=1"), new SignalSet(0x8000000000000001L), 258)))
        .isEqualTo(
            "05000000 07000000 01000000 01000000 01000000 00000080 02010000 00000000 6100423d 3100");
    assertThat(hex(Requests.waitFor(new Pid(258)))).isEqualTo("06000000 02010000 00000000");
    assertThat(hex(Requests.lookAfter(new Pid(1)))).isEqualTo("06000000 01000000 01000000");
    assertThat(hex(Requests.foreground(new Pid(9), List.of("b"))))
        .isEqualTo("07000000 09000000 01000000 6200");
    assertThat(hex(Requests.exit(255))).isEqualTo("08000000 ff000000");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).replaceAll("(.{8})(?=.)", "$1 ");
  }
}
