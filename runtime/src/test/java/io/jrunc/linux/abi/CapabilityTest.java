package io.jrunc.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CapabilityTest {

  @Test
  void isFoundByItsExactNameOnly() {
    assertThat(Capability.named("CAP_SYS_ADMIN")).contains(Capability.CAP_SYS_ADMIN);
    assertThat(Capability.named("cap_sys_admin")).isEmpty();
    assertThat(Capability.named("SYS_ADMIN")).isEmpty();
  }

  @Test
  void hasOneBitInASet() {
    assertThat(Capability.CAP_CHECKPOINT_RESTORE.bit()).isEqualTo(0x100_0000_0000L);
  }
}
