package io.jrunc.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that warm.c reads. */
class RequestsTest {

  @Test
  void everyMessageIsAsInThePicture() {
    String none = "00000000 00000000 00000000 00000000 ";
    assertThat(hex(Requests.cold()))
        .isEqualTo(none + "01000000 00000000 00000000 00000000 00000000");
    assertThat(hex(Requests.begun(List.of())))
        .isEqualTo(none + "02000000 00000000 00000000 00000000 00000000");
    assertThat(hex(Requests.begun(List.of("a", ""))))
        .isEqualTo(none + "02000000 00000000 00000000 02000000 00000000 610000");
    assertThat(hex(Requests.write(2, "xhiy".getBytes(StandardCharsets.US_ASCII), 1, 2)))
        .isEqualTo(none + "03000000 02000000 00000000 00000000 00000000 6869");
    assertThat(hex(Requests.files()))
        .isEqualTo(none + "04000000 00000000 00000000 00000000 00000000");
    Fd file = Fd.inherited(9);
    Spawn spawn =
        new Spawn(
            file,
            List.of("a"),
            List.of("B=1"),
            7,
            List.of(file, file),
            new SignalSet(0x8000000000000001L));
    assertThat(hex(Requests.spawn(spawn, 258)))
        .isEqualTo(
            "01000000 00000080 02010000 00000000"
                + " 05000000 07000000 03000000 01000000 01000000 6100423d 3100");
    assertThat(hex(Requests.waitFor(new Pid(258))))
        .isEqualTo(none + "06000000 02010000 00000000 00000000 00000000");
    assertThat(hex(Requests.foreground(new Pid(9), 1, List.of("b"))))
        .isEqualTo(none + "07000000 09000000 01000000 01000000 00000000 6200");
    assertThat(hex(Requests.exit(255)))
        .isEqualTo(none + "08000000 ff000000 00000000 00000000 00000000");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).replaceAll("(.{8})(?=.)", "$1 ");
  }
}
