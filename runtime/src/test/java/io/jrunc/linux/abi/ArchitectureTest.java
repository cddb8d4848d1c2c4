package io.jrunc.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  @Test
  void isFoundByTheNamesOfTheJvmAndOfUname() {
    assertThat(Architecture.named("amd64")).contains(Architecture.X86_64);
    assertThat(Architecture.named("x86_64")).contains(Architecture.X86_64);
    assertThat(Architecture.named("aarch64")).contains(Architecture.AARCH64);
    assertThat(Architecture.named("riscv64")).isEmpty();
  }
}
