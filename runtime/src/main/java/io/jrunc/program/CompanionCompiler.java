package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CallerFacts;
import java.util.List;

/**
 * Makes the programs of processes that stay on the host for as long as a container lives. Each
 * waits until the engine has written down that it exists; so nothing is forgotten if the engine is
 * killed.
 */
public final class CompanionCompiler {
  /** How many files such a process can be given: from there on are the program's own. */
  static final int MOST_FILES = 6;

  private final Architecture architecture;

  /** A compiler for programs that this kind of machine runs. */
  public CompanionCompiler(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * From a child of the runtime to a session of its own, without the terminal of the caller.
   *
   * @param pointer JSON pointer to what asks for it
   * @param path absolute path of its executable file
   * @param arguments begin with the name of the program
   * @param environment as NAME=VALUE; nothing else is in it
   * @param files how many files it keeps, numbered from 0
   * @param directory where it runs
   */
  public SyscallProgram compile(
      String pointer,
      String path,
      List<String> arguments,
      List<String> environment,
      int files,
      String directory,
      CallerFacts caller) {
    if (files > MOST_FILES) {
      throw new IllegalArgumentException(files + " files are too many");
    }
    ProgramBuilder b = new ProgramBuilder(architecture, 3); // keeps none of the caller's files
    int first = b.newSlot(new Slots.Given(0));
    for (int number = 1; number < files; number++) {
      b.newSlot(new Slots.Given(number));
    }
    HostSteps.closeInherited(b);
    HostSteps.resetSignals(b, caller);
    b.source(new Source(pointer, "run " + path));
    b.call(SyscallNumber.SETSID); // what ends the caller's terminal doesn't end it
    NamespaceSteps.await(b);
    b.call(
        SyscallNumber.PRLIMIT64,
        Operand.number(0),
        b.flags(Resource.RLIMIT_NOFILE),
        Structs.rlimit(caller.openFilesSoft(), caller.openFilesHard()),
        Operand.none());
    b.call(SyscallNumber.CHDIR, Operand.string(directory));
    for (int number = 0; number < files; number++) {
      b.call(SyscallNumber.DUP3, b.slot(first + number), Operand.number(number), b.flags());
    }
    HostSteps.closeFrom(b, Operand.number(files));
    b.call(
        SyscallNumber.EXECVE,
        Operand.string(path),
        Structs.strings(arguments),
        Structs.strings(environment));
    return b.build();
  }
}
