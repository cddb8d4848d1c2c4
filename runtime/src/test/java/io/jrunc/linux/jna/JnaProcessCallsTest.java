package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Seal;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the host's own programs, copied into sealed memory files as the trampoline is. */
final class JnaProcessCallsTest {

  static List<JnaKernel> kernels() {
    return List.of(JnaKernel.forOneCommand(), JnaKernel.resident());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSealedMemoryFileRunsWithItsArgumentsAndEnvironment(JnaKernel kernel) throws IOException {
    String output =
        outputOf(kernel, "/bin/sh", List.of("sh", "-c", "echo \"$0 $A\"; exit 0"), List.of("A=b"));
    assertThat(output).isEqualTo("sh b\n");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void slotsHaveTheirNumbersEvenIfTheseAreInUseHere(JnaKernel kernel) throws IOException {
    FileCalls files = kernel.files();
    try (SocketPair output = kernel.sockets().socketpair(SocketType.SOCK_STREAM);
        Fd ls = program(kernel, "/bin/ls");
        Fd devNull = files.open("/dev/null", OpenFlag.O_RDONLY);
        Fd zero = files.open("/dev/zero", OpenFlag.O_RDONLY)) {
      // slots 1 to 'first + 2' cover the numbers that the sources have here
      int first = devNull.number();
      List<Fd> slots = new ArrayList<>(Collections.nCopies(first - 1, devNull));
      slots.set(0, output.first());
      slots.addAll(List.of(zero, devNull, zero));
      List<String> arguments = List.of("ls", "-l", "/proc/self/fd/");
      Spawn spawn = new Spawn(ls, arguments, List.of(), 1, slots, SignalSet.EMPTY);
      Pid pid = kernel.processes().posixSpawn(spawn);
      assertThat(kernel.processes().waitid(pid)).isEqualTo(new ExitStatus.Exited(0));
      output.first().close();
      assertThat(new String(files.readAll(output.second()), UTF_8))
          .contains(first - 1 + " -> /dev/null")
          .contains(first + " -> /dev/zero")
          .contains(first + 1 + " -> /dev/null")
          .contains(first + 2 + " -> /dev/zero");
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void signalsAreBlockedAsAskedAndNoneIsIgnored(JnaKernel kernel) throws IOException {
    String output = outputOf(kernel, "/bin/cat", List.of("cat", "/proc/self/status"), List.of());
    ProcessStatus status = ProcessStatus.parse(List.of(output.split("\n", -1)));
    assertThat(status.blocked()).isEqualTo(SignalSet.of(Signal.SIGTERM));
    assertThat(status.ignored()).isEqualTo(SignalSet.EMPTY);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatCannotBeRunSaysSoAndStartsNothing(JnaKernel kernel) {
    try (Fd empty = kernel.files().memfdCreateExecutable("empty")) {
      kernel.files().writeAll(empty, "nonsense".getBytes(UTF_8));
      Spawn spawn = new Spawn(empty, List.of("empty"), List.of(), 3, List.of(), SignalSet.EMPTY);
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> kernel.processes().posixSpawn(spawn))
          .withMessage("posix_spawn empty: exec format error (ENOEXEC)");
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aPidfdIsReadableOnceItsProcessHasEnded(JnaKernel kernel) throws IOException {
    ProcessCalls processes = kernel.processes();
    try (Fd sleep = program(kernel, "/bin/sleep")) {
      Pid pid = processes.posixSpawn(spawn(sleep, "sleep", "100"));
      try (PidFd child = processes.pidfdOpen(pid)) {
        assertThat(processes.tryWaitid(child)).isEmpty();
        processes.pidfdSendSignal(child, Signal.SIGKILL);
        kernel.files().poll(List.of(PollRequest.readable(child.fd())));
        assertThat(processes.tryWaitid(child))
            .contains(new ExitStatus.Killed(Signal.SIGKILL, false));
        assertThatExceptionOfType(KernelException.class)
            .isThrownBy(() -> processes.pidfdSendSignal(child, Signal.SIGTERM))
            .withMessage(
                "pidfd_send_signal SIGTERM to process " + pid + ": no such process (ESRCH)");
        assertThatExceptionOfType(KernelException.class)
            .isThrownBy(() -> processes.waitid(child))
            .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ECHILD));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theLimitsOfAnotherProcessAreReadAndSet(JnaKernel kernel) throws IOException {
    ProcessCalls processes = kernel.processes();
    try (Fd sleep = program(kernel, "/bin/sleep")) {
      Pid pid = processes.posixSpawn(spawn(sleep, "sleep", "100"));
      try {
        ResourceLimit limit = new ResourceLimit(64, 128);
        processes.prlimit(pid, Resource.RLIMIT_NOFILE, limit);
        assertThat(processes.prlimit(pid, Resource.RLIMIT_NOFILE)).isEqualTo(limit);
        assertThatExceptionOfType(KernelException.class)
            .isThrownBy(
                () -> processes.prlimit(pid, Resource.RLIMIT_NOFILE, new ResourceLimit(2, 1)))
            .withMessage(
                "prlimit64 RLIMIT_NOFILE of process " + pid + ": invalid argument (EINVAL)");
      } finally {
        processes.kill(pid, Signal.SIGKILL);
        assertThat(processes.waitid(pid).code()).isEqualTo(137);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void spawningWorksWithFewDescriptorsLeft(JnaKernel kernel) throws IOException {
    ProcessCalls processes = kernel.processes();
    ResourceLimit before = processes.getrlimit(Resource.RLIMIT_NOFILE);
    try (Fd sleep = program(kernel, "/bin/sleep")) {
      int highest = OpenDescriptor.highest();
      processes.setrlimit(Resource.RLIMIT_NOFILE, new ResourceLimit(highest + 8L, before.hard()));
      try {
        Pid pid = processes.posixSpawn(spawn(sleep, "sleep", "0"));
        assertThat(processes.waitid(pid)).isEqualTo(new ExitStatus.Exited(0));
      } finally {
        processes.setrlimit(Resource.RLIMIT_NOFILE, before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void itsOwnPidAndIdsAreThoseOfProcfs(JnaKernel kernel) {
    ProcessStatus status = ProcessStatus.self();
    assertThat(kernel.processes().getpid()).isEqualTo(new Pid((int) ProcessHandle.current().pid()));
    assertThat(kernel.processes().geteuid()).isEqualTo(status.effectiveUid());
    assertThat(kernel.processes().getegid()).isEqualTo(status.effectiveGid());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aProcessThatIsNotThereCannotBeHeld(JnaKernel kernel) {
    Pid nobody = new Pid(4_194_303 + 1);
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> kernel.processes().pidfdOpen(nobody))
        .withMessage("pidfd_open process 4194304: no such process (ESRCH)");
  }

  private static Spawn spawn(Fd program, String... arguments) {
    return new Spawn(program, List.of(arguments), List.of(), 3, List.of(), SignalSet.EMPTY);
  }

  /** Standard output of a program that ends by itself; SIGTERM is blocked in it. */
  private static String outputOf(
      JnaKernel kernel, String path, List<String> arguments, List<String> environment)
      throws IOException {
    try (SocketPair output = kernel.sockets().socketpair(SocketType.SOCK_STREAM);
        Fd program = program(kernel, path)) {
      Pid pid =
          kernel
              .processes()
              .posixSpawn(
                  new Spawn(
                      program,
                      arguments,
                      environment,
                      1,
                      List.of(output.first()),
                      SignalSet.of(Signal.SIGTERM)));
      output.first().close();
      String text = new String(kernel.files().readAll(output.second()), UTF_8);
      assertThat(kernel.processes().waitid(pid)).isEqualTo(new ExitStatus.Exited(0));
      return text;
    }
  }

  private static Fd program(JnaKernel kernel, String path) throws IOException {
    Fd memory = kernel.files().memfdCreateExecutable(path);
    kernel.files().writeAll(memory, Files.readAllBytes(Path.of(path)));
    kernel
        .files()
        .fcntlAddSeals(
            memory, Seal.F_SEAL_SEAL, Seal.F_SEAL_WRITE, Seal.F_SEAL_GROW, Seal.F_SEAL_SHRINK);
    // posix_spawn would find the file open for writing
    Fd readOnly = kernel.files().open(memory.path(), OpenFlag.O_RDONLY);
    memory.close();
    return readOnly;
  }
}
