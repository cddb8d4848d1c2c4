package io.jrunc.linux.abi;

import static io.jrunc.linux.abi.Architecture.AARCH64;
import static io.jrunc.linux.abi.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class FlagsTest {

  @Test
  void bitsAreTheOrOfTheFlags() {
    assertThat(Flags.bits(MountFlag.MS_NOSUID, MountFlag.MS_NODEV)).isEqualTo(6);
    assertThat(Flags.bits(EnumSet.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWPID)))
        .isEqualTo(0x20020000);
  }

  @Test
  void bitsAreThoseOfTheArchitecture() {
    assertThat(Flags.bits(X86_64, OpenFlag.O_DIRECTORY, OpenFlag.O_CLOEXEC)).isEqualTo(0x90000);
    assertThat(Flags.bits(AARCH64, EnumSet.of(OpenFlag.O_DIRECTORY, OpenFlag.O_CLOEXEC)))
        .isEqualTo(0x84000);
  }

  @Test
  void namesAreThoseOfTheArchitectureAndTheRestIsANumber() {
    assertThat(Flags.names(OpenFlag.values(), X86_64, 0x40090000))
        .isEqualTo("O_DIRECTORY|O_CLOEXEC|0x40000000");
    assertThat(Flags.names(OpenFlag.values(), AARCH64, 0x84000)).isEqualTo("O_DIRECTORY|O_CLOEXEC");
  }

  @Test
  void aNameThatIncludesOthersIsPreferred() {
    assertThat(Flags.names(OpenFlag.values(), X86_64, 0x410002)).isEqualTo("O_TMPFILE|O_RDWR");
    assertThat(Flags.names(SocketType.values(), X86_64, 0x80005))
        .isEqualTo("SOCK_SEQPACKET|SOCK_CLOEXEC");
  }

  @Test
  void noBitsAreZeroOrTheNameOfZero() {
    assertThat(Flags.names(AtFlag.values(), X86_64, 0)).isEqualTo("0");
    assertThat(Flags.names(OpenFlag.values(), X86_64, 0)).isEqualTo("O_RDONLY");
  }

  @Test
  void aValueWithoutANameIsANumber() {
    assertThat(Flags.name(Resource.values(), X86_64, 7)).isEqualTo("RLIMIT_NOFILE");
    assertThat(Flags.name(Resource.values(), X86_64, 77)).isEqualTo("77");
  }
}
