package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.program.Conversation;
import io.jrunc.program.Instruction;
import io.jrunc.program.SyscallProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts trampolines. Init becomes a child of this process. */
public final class Launcher {
  private static final int LONGEST_MESSAGE = 16;

  /** More than a JVM keeps open while it runs a command. */
  private static final long FILES_OF_A_JVM = 100;

  private final Kernel kernel;
  private final Architecture architecture;
  private final List<Fd> streams;
  private final Trampoline trampoline;

  /** A launcher for programs of this kind of machine, whose standard streams are our own. */
  public Launcher(Kernel kernel, Architecture architecture) {
    this(kernel, architecture, List.of());
  }

  /**
   * A launcher for programs with other standard streams.
   *
   * @param streams what becomes descriptor 0, 1 and 2, and stays the caller's; none: our own
   */
  public Launcher(Kernel kernel, Architecture architecture, List<Fd> streams) {
    this.kernel = kernel;
    this.architecture = architecture;
    this.streams = List.copyOf(streams);
    this.trampoline = new Trampoline(kernel, architecture);
  }

  /**
   * Runs a program up to where the container waits for start.
   *
   * @param source of the listening socket at which it will wait
   * @param blockedSignals the signal mask that the container inherits
   * @return init, to be closed by the caller
   * @throws StepFailedException when a step of the program fails; then no process is left
   */
  public PidFd launch(
      SyscallProgram program, SlotSource source, SignalSet blockedSignals, HostActions actions) {
    makeRoomForFiles(program);
    try (SocketPair connection = kernel.sockets().socketpair(SocketType.SOCK_SEQPACKET)) {
      kernel.sockets().setPassCredentials(connection.first());
      try (Launch launch = spawn(program, source, blockedSignals, connection, actions)) {
        return launch.converse();
      }
    }
  }

  /**
   * Runs a program up to where it has become the one that it is for.
   *
   * @param source of what it joins
   * @param blockedSignals the signal mask that it inherits
   * @return the process, to be closed by the caller
   * @throws StepFailedException when a step of the program fails; then no process is left
   */
  public PidFd execute(
      SyscallProgram program, SlotSource source, SignalSet blockedSignals, HostActions actions) {
    makeRoomForFiles(program);
    try (SocketPair connection = kernel.sockets().socketpair(SocketType.SOCK_SEQPACKET)) {
      kernel.sockets().setPassCredentials(connection.first());
      try (Launch launch = spawn(program, source, blockedSignals, connection, actions)) {
        PidFd process = launch.converse();
        launch.awaitExecution();
        return process;
      }
    }
  }

  /** A caller may be short of descriptors; the program gives the container the caller's limit. */
  private void makeRoomForFiles(SyscallProgram program) {
    ResourceLimit limit = kernel.processes().getrlimit(Resource.RLIMIT_NOFILE);
    long needed = FILES_OF_A_JVM + program.slots().number(2 * program.slots().contents().size());
    if (Long.compareUnsigned(limit.soft(), needed) < 0) {
      kernel
          .processes()
          .setrlimit(Resource.RLIMIT_NOFILE, new ResourceLimit(limit.hard(), limit.hard()));
    }
  }

  /** Leaves no copy of what the trampoline was given: the end of the connection must be seen. */
  private Launch spawn(
      SyscallProgram program,
      SlotSource source,
      SignalSet blockedSignals,
      SocketPair connection,
      HostActions actions) {
    try (MountIdMapper idMaps = new MountIdMapper(kernel, architecture, trampoline, actions);
        SlotFiles slots =
            SlotFiles.open(kernel, architecture, program, connection.second(), source, idMaps)) {
      Pid stage0 =
          trampoline.start(Conversation.INIT, program, slots.inOrder(), streams, blockedSignals);
      return new Launch(program, slots.takeReport(), connection.first(), stage0, actions);
    }
  }

  /** One container on its way. */
  private final class Launch implements AutoCloseable {
    private final SyscallProgram program;
    private final Fd report;
    private final Fd engine;
    private final Pid stage0;
    private final HostActions actions;
    private Optional<PidFd> init = Optional.empty();
    private boolean goesAhead;

    Launch(SyscallProgram program, Fd report, Fd engine, Pid stage0, HostActions actions) {
      this.program = program;
      this.report = report;
      this.engine = engine;
      this.stage0 = stage0;
      this.actions = actions;
    }

    @Override
    public void close() {
      report.close();
    }

    PidFd converse() {
      try {
        begin();
        while (true) {
          Optional<Message> message = kernel.sockets().recvmsg(engine, LONGEST_MESSAGE);
          if (message.isEmpty()) {
            throw failure();
          }
          if (answer(message.get())) {
            return init.orElseThrow();
          }
        }
      } catch (RuntimeException e) {
        end(e);
        throw e;
      }
    }

    private void begin() {
      try {
        if (actions.begun()) {
          goUnlessEnded();
        }
      } catch (RuntimeException e) {
        meetInit(e);
        throw e;
      }
    }

    /**
     * Init is made while the engine is busy: what fails there must know init to end it. Until it
     * presents itself, a program that has begun like this waits for nothing.
     */
    private void meetInit(RuntimeException cause) {
      try {
        Optional<Message> message = kernel.sockets().recvmsg(engine, LONGEST_MESSAGE);
        if (message.isPresent() && message.get().bytes()[0] == Conversation.CREATED) {
          takeInit(message.get());
          kernel.processes().waitid(stage0);
        }
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }

    /** Init goes on meanwhile: what fails here for want of init isn't why init has ended. */
    private void initCreated(PidFd first) {
      try {
        actions.initCreated(first);
      } catch (RuntimeException e) {
        if (!hasEnded(first)) {
          throw e;
        }
        StepFailedException failure = failure();
        failure.addSuppressed(e);
        throw failure;
      }
    }

    /** The connection ends when execve(2) succeeds, and when the process ends. */
    void awaitExecution() {
      try {
        Optional<Message> message = kernel.sockets().recvmsg(engine, LONGEST_MESSAGE);
        if (message.isPresent() && message.get().bytes()[0] == Conversation.LISTENER) {
          new ListenerHandover(kernel, report, engine)
              .take(init.orElseThrow(), actions::filterListens);
          message = kernel.sockets().recvmsg(engine, LONGEST_MESSAGE);
        }
        if (message.isPresent()) {
          throw new IllegalStateException("unknown message " + message.get().bytes()[0]);
        }
        Report page = Report.read(kernel.files(), report);
        if (page.hasFailed() || !program.isLast(page.at())) {
          throw failure();
        }
      } catch (RuntimeException e) {
        end(e);
        throw e;
      }
    }

    /** Says whether the conversation is over. */
    private boolean answer(Message message) {
      switch (message.bytes()[0]) {
        case Conversation.USER_NAMESPACE -> {
          actions.userNamespaceCreated(stage0);
          go();
        }
        case Conversation.CREATED -> {
          PidFd first = takeInit(message);
          kernel.processes().waitid(stage0);
          initCreated(first);
          goUnlessEnded();
          goesAhead = actions.goesAhead(first);
          if (goesAhead) {
            goUnlessEnded();
          }
        }
        case Conversation.COPY_UP -> {
          copyUp(message);
          go();
        }
        case Conversation.TERMINAL -> actions.terminalOpened(message.descriptors().get(0));
        case Conversation.MOUNTED -> {
          actions.mounted(init.orElseThrow());
          go();
        }
        case Conversation.HOOK, Conversation.HOOK_ENDED ->
            new ContainerHooks(kernel, engine, report).run(message, actions);
        case Conversation.READY -> {
          actions.ready(init.orElseThrow(), Report.read(kernel.files(), report));
          if (!goesAhead) {
            goUnlessEnded(); // whoever was told of it by now may have killed it
          }
          return true;
        }
        default -> throw new IllegalStateException("unknown message " + message.bytes()[0]);
      }
      return false;
    }

    private boolean hasEnded(PidFd process) {
      List<PollRequest> end = List.of(PollRequest.readable(process.fd()));
      return Report.read(kernel.files(), report).hasFailed()
          || !kernel.files().poll(end, Duration.ZERO).get(0).isEmpty();
    }

    private void copyUp(Message message) {
      try (message) {
        long at = Report.read(kernel.files(), report).at();
        String pointer = program.at(at).source().pointer();
        actions.copyUp(pointer, message.descriptors().get(0), message.descriptors().get(1));
      }
    }

    /** The kernel says who sent the message; no number that a process wrote is believed. */
    private PidFd takeInit(Message message) {
      Pid pid =
          message
              .sender()
              .flatMap(sender -> sender.pid())
              .orElseThrow(() -> new IllegalStateException("init's message has no credentials"));
      PidFd fd = kernel.processes().pidfdOpen(pid);
      init = Optional.of(fd);
      return fd;
    }

    private void go() {
      kernel.sockets().sendmsg(engine, new byte[] {(byte) Conversation.GO});
    }

    /** An end will be the next thing that is heard of init, which didn't wait for this. */
    private void goUnlessEnded() {
      try {
        go();
      } catch (KernelException e) {
        if (e.errno() != Errno.EPIPE && e.errno() != Errno.ECONNRESET) {
          throw e;
        }
      }
    }

    private StepFailedException failure() {
      Report page = Report.read(kernel.files(), report);
      Instruction failed = program.at(page.at());
      String pointer = failed.source().pointer();
      String step = failed.source().why();
      if (page.hasFailed()) {
        return StepFailedException.refused(pointer, step, page);
      }
      ExitStatus status =
          init.isPresent()
              ? kernel.processes().waitid(init.get())
              : kernel.processes().waitid(stage0);
      return StepFailedException.ended(pointer, step, status);
    }

    /** Nothing of the container may outlive its failure. */
    private void end(RuntimeException cause) {
      try {
        if (init.isPresent()) {
          kernel.processes().pidfdSendSignal(init.get(), Signal.SIGKILL);
          kernel.processes().waitid(init.get());
        } else {
          kernel.processes().kill(stage0, Signal.SIGKILL);
          kernel.processes().waitid(stage0);
        }
      } catch (KernelException e) {
        if (!isGone(e)) {
          cause.addSuppressed(e);
        }
      } finally {
        init.ifPresent(PidFd::close);
      }
    }

    private boolean isGone(KernelException e) {
      return e.errno() == Errno.ESRCH || e.errno() == Errno.ECHILD;
    }
  }
}
