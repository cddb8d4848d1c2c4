package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_NOCTTY;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;
import static io.jrunc.linux.abi.OpenFlag.O_RDWR;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.IoctlRequest;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.DevicePlan;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.plan.ProcessPlan.TerminalPlan;

/**
 * The container's terminal: a pair made by its own devpts, whose master goes to the engine. The
 * slave comes from the master itself, not from a path (CVE-2025-52565).
 */
final class TerminalSteps {
  private static final String POINTER = "/process/terminal";
  private static final int PTMX_MAJOR = 5;
  private static final int PTMX_MINOR = 2;

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final ProcessPlan process;

  TerminalSteps(ProgramBuilder builder, ProcessPlan process) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.process = process;
  }

  /** The terminal of the container, which is its /dev/console as well if it has a /dev. */
  void open(DevicePlan devices) {
    if (process.terminal().isPresent()) {
      Operand master = openPair(process.terminal().get());
      if (devices.own()) {
        mountConsole();
      }
      sendMaster(master);
      useAsStandardStreams();
    }
  }

  /** One more terminal, for a process whose root directory is the container's already. */
  void openOwn() {
    if (process.terminal().isPresent()) {
      b.source(new Source(POINTER, "open the container's root directory"));
      b.into(Register.ROOT)
          .call(
              SyscallNumber.OPENAT,
              HostSteps.CURRENT_DIRECTORY,
              Operand.string("/"),
              b.flags(O_PATH, O_CLOEXEC),
              Operand.number(0));
      Operand master = openPair(process.terminal().get());
      sendMaster(master);
      useAsStandardStreams();
      paths.close(Register.ROOT);
    }
  }

  private Operand openPair(TerminalPlan terminal) {
    b.source(new Source(POINTER, "open a terminal of the container's /dev/pts"));
    Operand master = b.slot(new Slots.Reserved("the terminal's master"));
    openMaster(master);
    b.into(Register.TERMINAL)
        .call(
            SyscallNumber.IOCTL,
            master,
            b.flags(IoctlRequest.TIOCGPTPEER),
            b.flags(O_RDWR, O_NOCTTY, O_CLOEXEC));
    if (terminal.rows() != 0 || terminal.columns() != 0) {
      b.source(new Source("/process/consoleSize", "set the size of the terminal"));
      b.call(
          SyscallNumber.IOCTL,
          master,
          b.flags(IoctlRequest.TIOCSWINSZ),
          Structs.windowSize(terminal.rows(), terminal.columns()));
    }
    b.source(new Source(POINTER, "give the terminal to the container's user"));
    b.call(
        SyscallNumber.FCHOWN,
        Operand.value(Register.TERMINAL),
        Operand.number(process.uid()),
        Operand.named(-1, "unchanged"));
    return master;
  }

  private void openMaster(Operand master) {
    b.into(Register.FILE);
    paths.open("/dev/pts/ptmx", RootPaths.Links.FOLLOWED, O_RDWR, O_NOCTTY, O_CLOEXEC);
    b.call(SyscallNumber.DUP3, Operand.value(Register.FILE), master, b.flags(O_CLOEXEC));
    paths.close(Register.FILE);
    b.call(
        SyscallNumber.STATX,
        master,
        Operand.string(""),
        b.flags(AtFlag.AT_EMPTY_PATH),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    DeviceSteps.expect(b, FileType.S_IFCHR, PTMX_MAJOR, PTMX_MINOR);
    b.call(SyscallNumber.IOCTL, master, b.flags(IoctlRequest.TIOCSPTLCK), Structs.integer(0));
  }

  private void mountConsole() {
    b.source(new Source(POINTER, "mount the terminal on /dev/console"));
    Label there = new Label();
    b.on(Errno.EEXIST, there)
        .call(
            SyscallNumber.MKNODAT,
            Operand.value(Register.DEV),
            Operand.string("console"),
            Operand.named(FileType.S_IFREG.value() | 0600, "S_IFREG|0600"),
            Operand.number(0));
    b.place(there).into(Register.TARGET);
    paths.open("/dev/console", RootPaths.Links.REFUSED, O_PATH, O_CLOEXEC);
    paths.copy(Register.TERMINAL);
    paths.attach(Operand.value(Register.TREE));
    paths.close(Register.TREE);
    paths.close(Register.TARGET);
  }

  private void sendMaster(Operand master) {
    b.source(new Source(POINTER, "send the terminal's master to the engine"));
    b.mustBe(1)
        .call(
            SyscallNumber.SENDMSG,
            b.slot(Slots.ENGINE),
            Structs.messageWithDescriptor(Conversation.TERMINAL, (Operand.Constant) master),
            b.flags());
    b.call(SyscallNumber.CLOSE, master);
  }

  private void useAsStandardStreams() {
    b.source(new Source(POINTER, "make the terminal the container's standard streams"));
    for (int stream = 0; stream < 3; stream++) {
      b.call(
          SyscallNumber.DUP3, Operand.value(Register.TERMINAL), Operand.number(stream), b.flags());
    }
    b.call(
        SyscallNumber.IOCTL, Operand.number(0), b.flags(IoctlRequest.TIOCSCTTY), Operand.number(0));
    paths.close(Register.TERMINAL);
  }
}
