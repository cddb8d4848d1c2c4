package io.jrunc.linux.abi;

import static io.jrunc.linux.abi.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SyscallNumberTest {

  @ParameterizedTest
  @EnumSource
  void hasAtMostSixArgumentsWithNames(SyscallNumber call) {
    assertThat(call.arguments()).hasSizeLessThanOrEqualTo(6);
    assertThat(call.arguments()).allSatisfy(argument -> assertThat(argument.name()).isNotEmpty());
  }

  @Test
  void isWrittenAsInTheManual() {
    assertThat(SyscallNumber.OPENAT2).hasToString("openat2");
    assertThat(SyscallNumber.OPENAT2.arguments())
        .containsExactly(
            new SyscallArgument("dirfd", ArgumentKind.DIRECTORY),
            new SyscallArgument("path", ArgumentKind.STRING),
            new SyscallArgument("how", ArgumentKind.STRUCT),
            new SyscallArgument("size", ArgumentKind.SIZE));
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECTORY, -100, AT_FDCWD",
    "DIRECTORY, 7, 7",
    "FD, 0xffffffff, -1",
    "ID, 1000, 1000",
    "UNSIGNED, -1, 4294967295",
    "INTEGER, -1, -1",
    "STRING, 0, NULL",
    "ADDRESS, 0x1000, 0x1000",
    "MODE, 0x21b6, S_IFCHR|0666",
    "MODE, 0755, 0755",
    "DEVICE, 0x103, 1:3",
    "SIGNAL, 9, SIGKILL",
    "SIGNAL, 0, 0",
    "CLONE_FLAGS, 0x20008011, CLONE_PARENT|CLONE_NEWPID|SIGCHLD",
    "CLONE_FLAGS, 17, SIGCHLD",
    "CLONE_FLAGS, 0x8000, CLONE_PARENT",
    "NAMESPACES, 0x80, CLONE_NEWTIME",
    "FSCONFIG_COMMAND, 6, FSCONFIG_CMD_CREATE",
    "PRCTL_OPTION, 38, PR_SET_NO_NEW_PRIVS",
    "FCNTL_COMMAND, 1033, F_ADD_SEALS"
  })
  void anArgumentIsWrittenAsPeopleWriteIt(ArgumentKind kind, String value, String text) {
    assertThat(kind.text(X86_64, Long.decode(value))).isEqualTo(text);
  }
}
