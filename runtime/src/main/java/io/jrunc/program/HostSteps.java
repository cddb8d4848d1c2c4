package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_DIRECTORY;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;
import static io.jrunc.linux.abi.OpenFlag.O_WRONLY;

import io.jrunc.bundle.CpuList;
import io.jrunc.linux.abi.FilesystemMagic;
import io.jrunc.linux.abi.SignalMaskOperation;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.CpuMask;
import io.jrunc.plan.ProcessPlan;
import java.util.Optional;

/** What the trampoline does while it is still a process of the host. */
final class HostSteps {
  private static final int LAST_SIGNAL = 64;
  private static final int SIGNAL_SET_SIZE = 8;
  private static final int MOST_PROCESSORS = CpuList.LIMIT;

  /** Signals 32 and 33, which glibc keeps for itself. */
  private static final long THREAD_LIBRARY_SIGNALS = 3L << 31;

  private static final int AT_FDCWD = -100;
  static final Operand CURRENT_DIRECTORY = Operand.named(AT_FDCWD, "AT_FDCWD");

  private final ProgramBuilder b;
  private final ProcessPlan process;
  private final CallerFacts caller;

  HostSteps(ProgramBuilder builder, ProcessPlan process, CallerFacts caller) {
    this.b = builder;
    this.process = process;
    this.caller = caller;
  }

  /** Closes what the JVM and its caller left open, and the program, which is mapped by now. */
  void closeInherited() {
    closeInherited(b);
  }

  static void closeInherited(ProgramBuilder b) {
    b.always("close descriptors that don't belong to the container");
    closeFrom(b, b.afterSlots());
    b.call(SyscallNumber.CLOSE, b.slot(Slots.PROGRAM));
  }

  static void closeFrom(ProgramBuilder b, Operand first) {
    b.call(SyscallNumber.CLOSE_RANGE, first, Operand.named(0xffff_ffffL, "last"), b.flags());
  }

  /**
   * A JVM blocks signals, its caller may ignore some, and posix_spawn(3) ignores two of its own.
   */
  void resetSignals() {
    resetSignals(b, caller);
  }

  static void resetSignals(ProgramBuilder b, CallerFacts caller) {
    b.always("give the container the caller's signal mask and default actions");
    b.call(
        SyscallNumber.RT_SIGPROCMASK,
        b.flags(SignalMaskOperation.SIG_SETMASK),
        Structs.signalSet(caller.blockedSignals()),
        Operand.none(),
        Operand.number(SIGNAL_SET_SIZE));
    long ignored = caller.ignoredSignals() | THREAD_LIBRARY_SIGNALS;
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
      if ((ignored >>> (signal - 1) & 1) == 1) {
        b.call(
            SyscallNumber.RT_SIGACTION,
            Operand.number(signal),
            Structs.defaultAction(),
            Operand.none(),
            Operand.number(SIGNAL_SET_SIZE));
      }
    }
  }

  /** Before a user namespace is entered: afterwards the kernel refuses. */
  void oomScore() {
    process
        .oomScoreAdj()
        .ifPresent(
            score -> {
              b.source(new Source("/process/oomScoreAdj", "set the OOM score to " + score));
              writeFile(b, "/proc/self/oom_score_adj", Integer.toString(score));
            });
  }

  /** Needs a process that may be dumped, which it hardly is any more inside. */
  void coreDumpFilter() {
    caller
        .coreDumpFilter()
        .ifPresent(
            bits -> {
              b.always("leave out of core dumps what the JVM adds to its own");
              writeFile(b, "/proc/self/coredump_filter", "0x" + Integer.toHexString(bits));
            });
  }

  /** What children inherit, and is harder or impossible to set inside. */
  void setAttributes() {
    AttributeSteps attributes = new AttributeSteps(b, process.attributes());
    attributes.setIoPriority();
    attributes.label();
  }

  /** Where nothing is asked for, the process stays where it is. */
  void bindTo(Optional<CpuMask> mask) {
    if (mask.isPresent()) {
      b.source(new Source(mask.get().pointer(), "run on the processors " + mask.get().list()));
      b.call(
          SyscallNumber.SCHED_SETAFFINITY,
          Operand.number(0),
          Operand.number(MOST_PROCESSORS / 8),
          Structs.processors(mask.get().cpus(), MOST_PROCESSORS, mask.get().list()));
    }
  }

  /**
   * The processors that the caller happens to be bound to are not the container's: those of its
   * cgroup are.
   */
  void forgetProcessors() {
    b.always("be bound to no processors but those of the cgroup");
    b.orGoOn()
        .call(
            SyscallNumber.SCHED_SETAFFINITY,
            Operand.number(0),
            Operand.number(MOST_PROCESSORS / 8),
            Structs.allProcessors(MOST_PROCESSORS));
  }

  /** Writes a file of the host's /proc. */
  static void writeFile(ProgramBuilder b, String path, String content) {
    b.into(Register.FILE)
        .call(
            SyscallNumber.OPENAT,
            CURRENT_DIRECTORY,
            Operand.string(path),
            b.flags(O_WRONLY, O_CLOEXEC),
            Operand.number(0));
    writeTo(b, Register.FILE, content);
    b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
  }

  /** Opens the host's procfs, as {@link Register#PROC}, while it is the one on /proc. */
  static void openProc(ProgramBuilder b, String pointer) {
    b.source(new Source(pointer, "make sure that /proc is a procfs"));
    b.into(Register.PROC)
        .call(
            SyscallNumber.OPENAT,
            CURRENT_DIRECTORY,
            Operand.string("/proc"),
            b.flags(O_PATH, O_DIRECTORY, O_CLOEXEC),
            Operand.number(0));
    Operand buffer = ReportPage.at(ReportPage.STATX, "statfs");
    b.call(SyscallNumber.FSTATFS, Operand.value(Register.PROC), buffer);
    b.mustBe(FilesystemMagic.PROC_SUPER_MAGIC.value()).load(buffer);
  }

  /** Writes a string in one call, as files of the kernel want it. */
  static void writeTo(ProgramBuilder b, Register file, String content) {
    int length = content.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    b.mustBe(length)
        .call(
            SyscallNumber.WRITE,
            Operand.value(file),
            Operand.string(content),
            Operand.number(length));
  }
}
