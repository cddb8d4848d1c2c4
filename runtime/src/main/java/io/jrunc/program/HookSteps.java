package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;

import io.jrunc.linux.abi.MemfdFlag;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HookPlan;
import java.util.List;

/**
 * Hooks. Each is a process of its own, which makes its standard streams itself and waits until the
 * engine has filled the first of them; {@link Conversation} draws it. In a container it is a child
 * of init: so it has init's namespaces, cgroup and rights, whatever these are.
 */
final class HookSteps {
  private static final int SIGCHLD = 17;
  private static final int STATUS_MESSAGE_SIZE = 5;

  private final ProgramBuilder b;
  private final CallerFacts caller;

  HookSteps(ProgramBuilder builder, CallerFacts caller) {
    this.b = builder;
    this.caller = caller;
  }

  /** The root file system is complete, and still where the host has it. */
  void stop() {
    b.source(new Source("/hooks", "let the engine run the hooks of the host"));
    NamespaceSteps.tell(b, Conversation.MOUNTED);
    NamespaceSteps.await(b);
  }

  /** With the rights of the runtime, in the root file system, and by paths of the host. */
  void createContainer(List<HookPlan> hooks) {
    Operand engine = b.slot(Slots.ENGINE);
    for (HookPlan hook : hooks) {
      Label done = fork(hook, engine);
      introduce(engine);
      restoreFromCaller();
      b.call(SyscallNumber.UMASK, Operand.value(Register.UMASK));
      b.call(SyscallNumber.FCHDIR, Operand.value(Register.ROOT));
      become(hook);
      b.place(done);
    }
  }

  /** With the rights of the container's program, in its working directory. */
  void startContainer(List<HookPlan> hooks, ProgramSteps program) {
    Operand start = Operand.value(Register.CONNECTION);
    for (HookPlan hook : hooks) {
      Label done = fork(hook, start);
      introduce(start);
      takeStreams();
      program.restrictHook(); // after all that a filter may forbid
      execute(hook);
      b.place(done);
    }
  }

  /** In a process that is the hook's from the beginning. */
  void onHost(HookPlan hook, String directory) {
    b.source(run(hook));
    introduce(b.slot(Slots.ENGINE));
    restoreFromCaller();
    b.orGoOn() // a bundle may be gone by the time its container is deleted
        .call(SyscallNumber.CHDIR, Operand.string(directory));
    become(hook);
  }

  /**
   * Goes on as the hook; as init after the label that is returned, which waits until the hook has
   * ended and says so. Init leaves the report page to the hook meanwhile.
   */
  private Label fork(HookPlan hook, Operand engine) {
    Label child = new Label();
    Label done = new Label();
    b.source(run(hook));
    b.into(Register.HOOK)
        .ifEqual(0, child)
        .call(
            SyscallNumber.CLONE,
            Operand.named(SIGCHLD, "SIGCHLD"),
            Operand.none(),
            Operand.none(),
            Operand.none(),
            Operand.none());
    b.quietly()
        .call(
            SyscallNumber.WAIT4,
            Operand.value(Register.HOOK),
            ReportPage.at(ReportPage.STATUS, "status"),
            Operand.number(0),
            Operand.none());
    b.quietly()
        .mustBe(STATUS_MESSAGE_SIZE)
        .call(
            SyscallNumber.SENDMSG,
            engine,
            Structs.messageWithWord(
                Conversation.HOOK_ENDED, ReportPage.at(ReportPage.STATUS, "status")),
            b.flags());
    b.quietly();
    NamespaceSteps.await(b, engine);
    b.quietly().jump(done);
    b.place(child);
    return done;
  }

  /** Gives the engine its ends of the standard streams, and with them its own pid. */
  private void introduce(Operand engine) {
    makeState();
    b.call(SyscallNumber.PIPE2, ReportPage.at(ReportPage.PIPE, "pipe"), b.flags(O_CLOEXEC));
    b.into(Register.LOADED).load(ReportPage.at(ReportPage.PIPE, "pipe"));
    Operand message =
        Structs.messageWithControl(
            b, Conversation.HOOK, Operand.value(Register.FILE), Operand.value(Register.LOADED));
    b.mustBe(1).call(SyscallNumber.SENDMSG, engine, message, b.flags());
    NamespaceSteps.await(b, engine);
  }

  /** Kernels before 6.3 know no memory files that can't be executed, newer ones may want them. */
  private void makeState() {
    Label older = new Label();
    Label made = new Label();
    b.onError(older).into(Register.FILE);
    memoryFile(MemfdFlag.MFD_CLOEXEC, MemfdFlag.MFD_NOEXEC_SEAL);
    b.jump(made).place(older).into(Register.FILE);
    memoryFile(MemfdFlag.MFD_CLOEXEC);
    b.place(made);
  }

  private void memoryFile(MemfdFlag... flags) {
    b.call(SyscallNumber.MEMFD_CREATE, Operand.string("state"), b.flags(flags));
  }

  /** What a JVM needs more of than its caller. */
  private void restoreFromCaller() {
    b.call(
        SyscallNumber.PRLIMIT64,
        Operand.number(0),
        b.flags(Resource.RLIMIT_NOFILE),
        Structs.rlimit(caller.openFilesSoft(), caller.openFilesHard()),
        Operand.none());
  }

  private void become(HookPlan hook) {
    takeStreams();
    execute(hook);
  }

  /** Keeps nothing but the standard streams. */
  private void takeStreams() {
    b.call(SyscallNumber.DUP3, Operand.value(Register.FILE), Operand.number(0), b.flags());
    b.into(Register.LOADED).load(ReportPage.at(ReportPage.PIPE + 4, "pipe[1]"));
    b.call(SyscallNumber.DUP3, Operand.value(Register.LOADED), Operand.number(1), b.flags());
    b.call(SyscallNumber.DUP3, Operand.value(Register.LOADED), Operand.number(2), b.flags());
    HostSteps.closeFrom(b, Operand.number(3));
  }

  private void execute(HookPlan hook) {
    b.call(
        SyscallNumber.EXECVE,
        Operand.string(hook.path()),
        Structs.strings(hook.arguments()),
        Structs.strings(hook.environment()));
  }

  private static Source run(HookPlan hook) {
    return new Source(hook.pointer(), "run " + hook.path());
  }
}
