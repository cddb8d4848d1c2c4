package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.MountChange;
import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.plan.MountIdMap;
import io.jrunc.program.IdMapProgram;
import io.jrunc.program.Slots;
import io.jrunc.program.SyscallProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Maps the ids of detached mounts, before anybody can see them: later the kernel would refuse. Each
 * map is made once, and kept while the slots of a program are opened.
 */
final class MountIdMapper implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 16;

  private final Kernel kernel;
  private final Architecture architecture;
  private final Trampoline trampoline;
  private final HostActions actions;
  private final List<String> maps = new ArrayList<>();
  private final List<Fd> namespaces = new ArrayList<>();

  MountIdMapper(
      Kernel kernel, Architecture architecture, Trampoline trampoline, HostActions actions) {
    this.kernel = kernel;
    this.architecture = architecture;
    this.trampoline = trampoline;
    this.actions = actions;
  }

  /**
   * Maps the ids of a copy of the host's tree.
   *
   * @throws OperationException that names the file system when one can't be mapped
   */
  void map(Slots.Tree tree, Fd copy, MountIdMap map) {
    Fd namespace = namespace(tree, map);
    MountChange change = MountChange.NONE.mapIds(namespace);
    try {
      kernel.mounts().mountSetattr(copy, map.recursive() ? change.recursively() : change);
    } catch (KernelException e) {
      String operation = tree.pointer() + ": map the ids of";
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.EPERM) {
        throw new OperationException(operation, tree.path(), e);
      }
      Optional<String> culprit = new MountIdMapRefusal(kernel, change).find(tree, map.recursive());
      String reason = culprit.map(c -> c + ": ").orElse("") + e.errno();
      throw new OperationException(operation, tree.path(), reason);
    }
  }

  @Override
  public void close() {
    for (Fd namespace : namespaces) {
      namespace.close();
    }
  }

  private Fd namespace(Slots.Tree tree, MountIdMap map) {
    String key = key(map);
    int known = maps.indexOf(key);
    if (known >= 0) {
      return namespaces.get(known);
    }
    Fd namespace =
        map instanceof MountIdMap.Ranges ranges
            ? create(tree.pointer(), ranges)
            : kernel.files().open(((MountIdMap.OfNamespace) map).path(), OpenFlag.O_RDONLY);
    maps.add(key);
    namespaces.add(namespace);
    return namespace;
  }

  private static String key(MountIdMap map) {
    return map instanceof MountIdMap.Ranges ranges
        ? ranges.uids() + " " + ranges.gids()
        : ((MountIdMap.OfNamespace) map).path();
  }

  /** A JVM can't make a user namespace, so another process does, and holds it for a moment. */
  private Fd create(String pointer, MountIdMap.Ranges ranges) {
    try (SocketPair connection = kernel.sockets().socketpair(SocketType.SOCK_SEQPACKET)) {
      Pid holder = spawn(connection);
      try {
        Optional<Message> message = kernel.sockets().recvmsg(connection.first(), LONGEST_MESSAGE);
        if (message.isEmpty()) {
          throw new OperationException(
              pointer, "make a user namespace for its ids", "the kernel refused it");
        }
        actions.mappingNeeded(holder, pointer, ranges);
        return kernel.files().open("/proc/" + holder + "/ns/user", OpenFlag.O_RDONLY);
      } finally {
        kernel.processes().kill(holder, Signal.SIGKILL);
        kernel.processes().waitid(holder);
      }
    }
  }

  /** Leaves no copy of the holder's end: its end must be seen. */
  private Pid spawn(SocketPair connection) {
    SyscallProgram program = IdMapProgram.compile(architecture);
    try (SlotFiles slots = SlotFiles.standard(kernel, architecture, program, connection.second())) {
      return trampoline.start("jrunc-ids", program, slots, SignalSet.EMPTY);
    }
  }
}
