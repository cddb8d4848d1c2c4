package io.jrunc.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class DeviceNumberTest {

  @Test
  void isEncodedAsTheKernelDoesIt() {
    assertThat(new DeviceNumber(1, 3).dev()).isEqualTo(0x103);
    assertThat(new DeviceNumber(0xabc, 0x12345).dev()).isEqualTo(0x123abc45);
  }

  @Test
  void comesBackFromItsEncoding() {
    DeviceNumber largest = new DeviceNumber(0xfff, 0xfffff);
    assertThat(largest.dev()).isEqualTo(0xffffffffL);
    assertThat(DeviceNumber.of(largest.dev())).isEqualTo(largest).hasToString("4095:1048575");
  }

  @Test
  void refusesWhatTheKernelWouldCutOff() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceNumber(0x1000, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceNumber(0, 0x100000));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceNumber(-1, 0));
  }
}
