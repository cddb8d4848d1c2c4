package io.jrunc.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SyscallNumber;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The interpreter itself, on both kinds of machine; the foreign one under qemu-user. */
class TrampolineTest {
  private static final Operand STDOUT = Operand.number(1);

  @TempDir Path folder;

  /** How a program ended: exit status, standard output, and the report page. */
  private record Run(int status, String output, ByteBuffer report) {
    long at() {
      return report.getInt(0);
    }

    long error() {
      return report.getInt(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatEndsExitsWithZero(Architecture architecture) throws Exception {
    Run run = run(architecture, b -> print(b, "hello"));
    assertThat(run.output()).isEqualTo("hello");
    assertThat(run.status()).isZero();
    assertThat(run.error()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aFailedCallIsReportedWithItsIndexAndErrno(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              print(b, "a");
              b.call(SyscallNumber.CLOSE, Operand.number(999));
              print(b, "never");
            });
    assertThat(run.output()).isEqualTo("a");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.at()).isEqualTo(1);
    assertThat(run.error()).isEqualTo(Errno.EBADF.number());
  }

  @ParameterizedTest
  @EnumSource
  void anExpectedErrnoJumpsAndAnyOtherFails(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              Label expected = new Label();
              b.on(Errno.EBADF, expected).call(SyscallNumber.CLOSE, Operand.number(999));
              print(b, "skipped");
              b.place(expected);
              print(b, "b");
              b.on(Errno.ENOENT, expected).call(SyscallNumber.CLOSE, Operand.number(999));
            });
    assertThat(run.output()).isEqualTo("b");
    assertThat(run.error()).isEqualTo(Errno.EBADF.number());
  }

  @ParameterizedTest
  @EnumSource
  void registersKeepTheirValueWhenAnInstructionFails(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              b.into(Register.FILE).move(Operand.number(1));
              b.orGoOn().into(Register.FILE).call(SyscallNumber.CLOSE, Operand.number(999));
              b.call(
                  SyscallNumber.WRITE,
                  Operand.value(Register.FILE),
                  Operand.string("kept"),
                  Operand.number(4));
            });
    assertThat(run.output()).isEqualTo("kept");
  }

  @ParameterizedTest
  @EnumSource
  void anUnexpectedResultIsReportedWithItsValue(Architecture architecture) throws Exception {
    Run run = run(architecture, b -> print(b.mustBe(7), "four"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.error()).isEqualTo(ReportPage.UNEXPECTED_RESULT);
    assertThat(run.report().getLong(8)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStoredCanBeLoadedAndComparedWith(Architecture architecture) throws Exception {
    Operand place = ReportPage.at(ReportPage.STATX, "place");
    Run run =
        run(
            architecture,
            b -> {
              Label same = new Label();
              b.store(place, Operand.number(-5));
              b.into(Register.LOADED).ifEqual(-5, same).load(place);
              print(b, "skipped");
              b.place(same);
              print(b, "same");
            });
    assertThat(run.output()).isEqualTo("same");
    assertThat(run.report().getInt(ReportPage.STATX)).isEqualTo(-5);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureCanBeExplainedAndThenReportedAsItWas(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              Label explain = new Label();
              b.onError(explain).call(SyscallNumber.CLOSE, Operand.number(999));
              b.place(explain).into(Register.FIRST_FAILED_AT);
              b.move(Operand.value(Register.FAILED_AT));
              b.into(Register.FIRST_ERRNO).move(Operand.value(Register.ERRNO));
              b.orGoOn().call(SyscallNumber.CHDIR, Operand.string("/no/such/place"));
              b.failAs(Register.FIRST_FAILED_AT, Register.FIRST_ERRNO);
            });
    assertThat(run.at()).isZero();
    assertThat(run.error()).isEqualTo(Errno.EBADF.number());
  }

  @ParameterizedTest
  @EnumSource
  void aQuietInstructionLeavesNoTrace(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              print(b, "x");
              b.quietly().call(SyscallNumber.EXIT_GROUP, Operand.number(9));
            });
    assertThat(run.status()).isEqualTo(9);
    assertThat(run.at()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void argumentsOfAnExecutedProgramArrive(Architecture architecture) throws Exception {
    assumeThat(architecture).isEqualTo(Architecture.current()); // it runs a program of this machine
    Run run =
        run(
            architecture,
            b ->
                b.call(
                    SyscallNumber.EXECVE,
                    Operand.string("/bin/sh"),
                    Structs.strings(List.of("sh", "-c", "echo $0 $1 $NAME", "zero", "one")),
                    Structs.strings(List.of("NAME=value"))));
    assertThat(run.output()).isEqualTo("zero one value\n");
  }

  private static void print(ProgramBuilder b, String text) {
    b.call(SyscallNumber.WRITE, STDOUT, Operand.string(text), Operand.number(text.length()));
  }

  @ParameterizedTest
  @EnumSource
  void aLoadThatWaitsGivesWhatIsThere(Architecture architecture) throws Exception {
    Run run =
        run(
            architecture,
            b -> {
              Label there = new Label();
              b.store(ReportPage.at(ReportPage.NOTIFIER_TAKEN, "taken"), Operand.number(7));
              b.ifEqual(7, there).await(ReportPage.at(ReportPage.NOTIFIER_TAKEN, "taken"));
              b.fail(Errno.EINVAL).place(there);
              print(b, "there");
            });
    assertThat(run.output()).isEqualTo("there");
  }

  /** A shell opens program and report page at descriptors 3 and 4 and becomes the trampoline. */
  private Run run(Architecture architecture, Consumer<ProgramBuilder> steps) throws Exception {
    ProgramBuilder builder = new ProgramBuilder(architecture, 3);
    steps.accept(builder);
    Path program = Files.write(folder.resolve("program"), builder.build().encode(architecture));
    Path report = Files.write(folder.resolve("report"), new byte[ReportPage.SIZE]);
    Path trampoline = trampoline(architecture);
    String emulator = "";
    if (architecture != Architecture.current()) {
      emulator = "qemu-" + architecture.name().toLowerCase(Locale.ROOT);
      assumeThat(isInstalled(emulator)).as(emulator + " is installed").isTrue();
    }
    String line = "exec 3<\"$1\" 4<>\"$2\"; exec " + emulator + " \"$3\" 3";
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
    command.addAll(List.of(program.toString(), report.toString(), trampoline.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    ByteBuffer page = ByteBuffer.wrap(Files.readAllBytes(report)).order(ByteOrder.LITTLE_ENDIAN);
    return new Run(status, output, page);
  }

  private static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  private Path trampoline(Architecture architecture) throws Exception {
    String name = "trampoline-" + architecture.name().toLowerCase(Locale.ROOT);
    Path file = folder.resolve(name);
    try (InputStream code = Instruction.class.getResourceAsStream("/io/jrunc/launch/" + name)) {
      assumeThat(code).as("this build has " + name).isNotNull();
      Files.write(file, code.readAllBytes());
    }
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
