package io.jrunc.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a real kernel can't be made to answer at will. */
final class SyscallsTest {

  private static final long EINTR = -Errno.EINTR.number();
  private static final long EAGAIN = -Errno.EAGAIN.number();
  private static final long EINVAL = -Errno.EINVAL.number();
  private static final long EACCES = -Errno.EACCES.number();

  private static Syscalls syscalls(Libc libc, Architecture architecture) {
    return new Syscalls(architecture, () -> libc);
  }

  private static JnaFileCalls files(Libc libc) {
    return new JnaFileCalls(syscalls(libc, Architecture.X86_64));
  }

  @Test
  void anInterruptedCallIsMadeAgain() {
    ScriptedLibc libc = new ScriptedLibc(EINTR, EINTR, 7);
    assertThat(syscalls(libc, Architecture.X86_64).call(SyscallNumber.SETSID, "")).isEqualTo(7);
    assertThat(libc.calls()).hasSize(3);
  }

  @Test
  void anErrorIsThrownWithCallObjectAndErrno() {
    Syscalls syscalls = syscalls(new ScriptedLibc(EACCES), Architecture.X86_64);
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> syscalls.call(SyscallNumber.CHROOT, "/x"))
        .withMessage("chroot /x: permission denied (EACCES)");
  }

  @Test
  void theNumberIsThatOfTheArchitecture() {
    ScriptedLibc libc = new ScriptedLibc(0);
    syscalls(libc, Architecture.AARCH64).call(SyscallNumber.SETNS, "", 3, 4);
    assertThat(libc.calls()).containsExactly(List.of(268L, 3L, 4L, 0L, 0L, 0L, 0L));
  }

  @Test
  void flagsAreThoseOfTheArchitecture() {
    ScriptedLibc libc = new ScriptedLibc(5, 0);
    JnaFileCalls files = new JnaFileCalls(syscalls(libc, Architecture.AARCH64));
    files.open("/", OpenFlag.O_PATH, OpenFlag.O_DIRECTORY).close();
    assertThat(libc.calls().get(0).get(3)).isEqualTo(0x200000L | 0x4000 | 0x80000);
  }

  @Test
  void aDescriptorIsNotClosedAgainWhenClosingWasInterrupted() {
    ScriptedLibc libc = new ScriptedLibc(5, EINTR);
    files(libc).open("/", OpenFlag.O_PATH).close();
    assertThat(libc.calls()).hasSize(2);
  }

  @Test
  void openat2IsTriedAgainWhileOthersMount() {
    try (Fd root = Fd.inherited(3);
        Fd fd =
            files(new ScriptedLibc(EAGAIN, EAGAIN, 5, 0))
                .openat2(root, "a/../b", new OpenHow(Set.of(), 0, Set.of()))) {
      assertThat(fd.number()).isEqualTo(5);
    }
  }

  @Test
  void openat2GivesUpInTheEnd() {
    long[] answers = new long[129];
    Arrays.fill(answers, EAGAIN);
    JnaFileCalls files = files(new ScriptedLibc(answers));
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> files.openat2(Fd.inherited(3), "x", new OpenHow(Set.of(), 0, Set.of())))
        .withMessage("openat2 x: resource temporarily unavailable (EAGAIN)");
  }

  @Test
  void aMemoryFileIsMadeWithoutTheFlagThatAnOldKernelRefuses() {
    ScriptedLibc libc = new ScriptedLibc(EINVAL, 5, 0);
    files(libc).memfdCreateExecutable("program").close();
    assertThat(libc.calls()).extracting(call -> call.get(2)).startsWith(0x13L, 3L);
  }

  @Test
  void aForbiddenExecutableMemoryFileNamesTheSysctl() {
    JnaFileCalls files = files(new ScriptedLibc(EACCES));
    assertThatExceptionOfType(OperationException.class)
        .isThrownBy(() -> files.memfdCreateExecutable("program"))
        .withMessage(
            "memfd_create program: the sysctl vm.memfd_noexec=2 forbids executable memory files;"
                + " set it to 0 or 1");
  }
}
