package io.jrunc.launch;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.abi.Signal;
import io.jrunc.program.Conversation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The hooks that init runs: its children, of whose end it tells us. */
final class ContainerHooks {
  private static final int LONGEST_MESSAGE = 16;
  private static final int SIGNAL_MASK = 0x7f;
  private static final int CORE_DUMPED = 0x80;

  private final Kernel kernel;
  private final Fd connection;
  private final Fd report;

  ContainerHooks(Kernel kernel, Fd connection, Fd report) {
    this.kernel = kernel;
    this.connection = connection;
    this.report = report;
  }

  /** Has the hook that has introduced itself run, and lets init go on afterwards. */
  void run(Message introduction, HookActions actions) {
    if (introduction.bytes()[0] == Conversation.HOOK_ENDED) {
      throw new OperationException("run a hook", "", whyNotBegun(introduction));
    }
    try (WaitingHook hook =
        WaitingHook.of(kernel, connection, report, introduction, process -> awaitStatus())) {
      actions.hookWaits(hook);
    }
    kernel.sockets().sendmsg(connection, new byte[] {(byte) Conversation.GO});
  }

  private String whyNotBegun(Message end) {
    Report page = Report.read(kernel.files(), report);
    return page.hasFailed() ? page.reason() : "its process " + status(end);
  }

  private ExitStatus awaitStatus() {
    Optional<Message> message = kernel.sockets().recvmsg(connection, LONGEST_MESSAGE);
    if (message.isEmpty()) {
      throw new OperationException("run a hook", "", "the container's init has ended meanwhile");
    }
    return status(message.get());
  }

  private static ExitStatus status(Message end) {
    ByteBuffer bytes = ByteBuffer.wrap(end.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.capacity() != 1 + Integer.BYTES || bytes.get(0) != Conversation.HOOK_ENDED) {
      throw new IllegalStateException("a hook ended without its status");
    }
    return status(bytes.getInt(1));
  }

  /** As wait4(2) has it. */
  static ExitStatus status(int word) {
    int signal = word & SIGNAL_MASK;
    return signal == 0
        ? new ExitStatus.Exited(word >> 8 & 0xff)
        : new ExitStatus.Killed(new Signal(signal), (word & CORE_DUMPED) != 0);
  }
}
