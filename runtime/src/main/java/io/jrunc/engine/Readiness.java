package io.jrunc.engine;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.Errno;
import io.jrunc.notify.NotifySocket;
import io.jrunc.notify.ServiceManager;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Lets a container tell our caller, who has started a service, that it is ready. */
final class Readiness {
  private final Kernel kernel;
  private final ContainerStore store;
  private final ServiceManager manager;
  private final Warnings warnings;

  /**
   * Nothing happens yet.
   *
   * @param manager address of the caller's socket
   */
  Readiness(Kernel kernel, ContainerStore store, String manager, Warnings warnings) {
    this.kernel = kernel;
    this.store = store;
    this.manager = new ServiceManager(kernel, manager);
    this.warnings = warnings;
  }

  /** The folder that a container sees, with the socket in it. */
  Path folder(String id) {
    return store.folder(id).notifyFolder();
  }

  /** Starts a container and waits until it is ready, or has ended. */
  void start(String id, Start start) {
    Optional<NotifySocket> listening = listen(id);
    if (listening.isEmpty()) {
      start.run(id);
      return;
    }
    try (NotifySocket socket = listening.get()) {
      start.run(id);
      await(id, socket);
    }
  }

  private void await(String id, NotifySocket socket) {
    Optional<ProcessIdentity> known = store.find(id).flatMap(ContainerRecord::init);
    if (known.isEmpty()) {
      return; // somebody has deleted it already
    }
    try (PidFd init = kernel.processes().pidfdOpen(new Pid(known.get().pid()))) {
      if (socket.await(init)) {
        tell(id, init.pid());
      }
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH) {
        warnings.tell(id + ": NOTIFY_SOCKET: " + e.getMessage());
      }
    }
  }

  /** The socket of a container that can be started and was made with one. */
  Optional<NotifySocket> listen(String id) {
    Optional<ContainerRecord> container = store.find(id);
    return container.isPresent()
            && store.status(container.get()) == Status.CREATED
            && Files.isDirectory(store.folder(id).notifyFolder())
        ? Optional.of(NotifySocket.listen(kernel, store.folder(id).notifySocket()))
        : Optional.empty();
  }

  /** Takes one message of a container that is waited for: the service is as long as we are. */
  void pass(String id, NotifySocket socket) {
    if (socket.receive()) {
      tell(id, kernel.processes().getpid());
    }
  }

  /** The container runs, and goes on running when nobody wants to know. */
  private void tell(String id, Pid main) {
    try {
      manager.tellReady(main);
    } catch (KernelException e) {
      warnings.tell(id + ": NOTIFY_SOCKET: " + e.getMessage());
    }
  }
}
