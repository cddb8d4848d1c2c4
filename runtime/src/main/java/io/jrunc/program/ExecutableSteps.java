package io.jrunc.program;

import io.jrunc.linux.abi.AccessMode;
import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ProcessPlan;
import java.nio.charset.StandardCharsets;

/** Finds the file of the user's program, and becomes it. */
final class ExecutableSteps {
  private final ProgramBuilder b;
  private final ProcessPlan process;

  ExecutableSteps(ProgramBuilder builder, ProcessPlan process) {
    this.b = builder;
    this.process = process;
  }

  /** As execvp(3) would, but now, so that creating the container fails and not starting it. */
  void find() {
    String program = process.arguments().get(0);
    if (program.indexOf('/') >= 0) {
      checkExecutable(program);
      return;
    }
    Label found = new Label();
    int candidate = 0;
    for (String directory : process.searchPath()) {
      String path = (directory.isEmpty() ? "." : directory) + "/" + program;
      b.source(exec("exec: " + Data.quote(program) + ": look for it in " + directory));
      Label next = new Label();
      b.onError(next);
      access(path);
      Label isFile = new Label();
      b.onError(isFile);
      openDirectory(path);
      b.jump(next).place(isFile);
      choose(path, candidate++);
      b.jump(found).place(next);
    }
    b.source(exec("exec: " + Data.quote(program) + ": executable file not found in $PATH"));
    b.fail(Errno.ENOENT).place(found);
  }

  private void checkExecutable(String path) {
    String quoted = "exec: " + Data.quote(path);
    b.source(exec(quoted + ": stat " + path));
    b.call(
        SyscallNumber.STATX,
        HostSteps.CURRENT_DIRECTORY,
        Operand.string(path),
        b.flags(),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    Label isFile = new Label();
    b.source(exec(quoted));
    b.on(Errno.ENOTDIR, isFile);
    openDirectory(path);
    b.source(exec(quoted + ": is a directory")).fail(Errno.EACCES);
    b.source(exec(quoted)).place(isFile);
    access(path);
    choose(path, 0);
  }

  private void choose(String path, int candidate) {
    b.store(ReportPage.at(ReportPage.EXECUTABLE, "executable"), Operand.number(candidate));
    b.into(Register.EXECUTABLE).move(Operand.string(path));
  }

  private void openDirectory(String path) {
    b.call(
        SyscallNumber.OPENAT,
        HostSteps.CURRENT_DIRECTORY,
        Operand.string(path),
        b.flags(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY, OpenFlag.O_CLOEXEC),
        Operand.number(0));
  }

  private void access(String path) {
    b.call(
        SyscallNumber.FACCESSAT2,
        HostSteps.CURRENT_DIRECTORY,
        Operand.string(path),
        b.flags(AccessMode.X_OK),
        b.flags(AtFlag.AT_EACCESS));
  }

  private static Source exec(String why) {
    return new Source("/process/args/0", why);
  }

  /** The connection closes by itself when execve(2) succeeds. */
  void execute() {
    source();
    execve();
  }

  /** The same, for a container whose log is all that some people read. */
  void executeOrComplain() {
    String name = process.arguments().get(0);
    source();
    Label failed = new Label();
    b.onError(failed);
    execve();
    b.place(failed);
    b.into(Register.FIRST_FAILED_AT).move(Operand.value(Register.FAILED_AT));
    b.into(Register.FIRST_ERRNO).move(Operand.value(Register.ERRNO));
    complain(name, Errno.ENOEXEC);
    complain(name, Errno.ENOENT);
    complain(name, Errno.EACCES);
    b.failAs(Register.FIRST_FAILED_AT, Register.FIRST_ERRNO);
  }

  private void source() {
    String name = process.arguments().get(0);
    b.source(new Source("/process/args/0", "exec: " + Data.quote(name)));
  }

  private void execve() {
    b.call(
        SyscallNumber.EXECVE,
        Operand.value(Register.EXECUTABLE),
        Structs.strings(process.arguments()),
        Structs.strings(process.environment()));
  }

  private void complain(String name, Errno errno) {
    Label say = new Label();
    Label other = new Label();
    b.ifEqual(errno.number(), say).move(Operand.value(Register.FIRST_ERRNO));
    b.jump(other).place(say);
    String line = "exec " + name + ": " + errno.text() + "\n";
    int length = line.getBytes(StandardCharsets.UTF_8).length;
    b.orGoOn()
        .call(SyscallNumber.WRITE, Operand.number(2), Operand.string(line), Operand.number(length));
    b.place(other);
  }
}
