package io.jrunc.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TerminalSettingsTest {

  @Test
  void rawPassesEveryByteOn() {
    byte[] all = new byte[TerminalSettings.SIZE];
    Arrays.fill(all, (byte) 0xff);
    ByteBuffer raw =
        ByteBuffer.wrap(new TerminalSettings(all).raw().bytes()).order(ByteOrder.nativeOrder());
    assertThat(raw.getInt(0) & 02753).as("input").isZero();
    assertThat(raw.getInt(4) & 1).as("OPOST").isZero();
    assertThat(raw.getInt(8) & 0460).as("CSIZE and PARENB").isEqualTo(060);
    assertThat(raw.getInt(12) & 0100113).as("local").isZero();
    assertThat(raw.get(17 + 6)).as("VMIN").isEqualTo((byte) 1);
    assertThat(raw.get(17 + 5)).as("VTIME").isEqualTo((byte) 0);
  }

  @Test
  void refusesWhatIsNotTheKernelsStructure() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TerminalSettings(new byte[60]));
  }
}
