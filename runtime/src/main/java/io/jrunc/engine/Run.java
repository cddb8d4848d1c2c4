package io.jrunc.engine;

import io.jrunc.console.Foreground;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.notify.NotifySocket;
import java.util.Optional;

/** Makes a container, starts it, and where the caller waits, waits with it. */
final class Run {
  private final Create create;
  private final Start start;
  private final Delete delete;
  private final Optional<Readiness> readiness;
  private final OutOfMemory memory;
  private final Kernel kernel;

  Run(
      Create create,
      Start start,
      Delete delete,
      Optional<Readiness> readiness,
      OutOfMemory memory,
      Kernel kernel) {
    this.create = create;
    this.start = start;
    this.delete = delete;
    this.readiness = readiness;
    this.memory = memory;
    this.kernel = kernel;
  }

  /** The exit code of the container's program; 0 when nobody waits for it. */
  int run(RunRequest request) {
    return run(request, new Origin.Folder(request.create().bundle()));
  }

  /** The same from a bundle that need not be there yet. */
  int run(RunRequest request, Origin origin) {
    if (request.mode() == RunRequest.Mode.DETACHED) {
      Terminals terminals =
          new Terminals.AtSocket(kernel.sockets(), request.create().consoleSocket());
      create.run(request.create(), origin, terminals).close();
      startOrRemove(request.create().id(), Optional.empty());
      return 0;
    }
    try (Foreground foreground = Foreground.open(kernel);
        PidFd init =
            create.run(
                request.create(),
                origin,
                new Terminals.InForeground(foreground, request.create().consoleSocket()))) {
      ExitStatus end = startAndAwait(request.create().id(), foreground, init);
      memory.explain(request.create().id(), end);
      if (request.afterwards() == RunRequest.Afterwards.DELETE) {
        remove(request.create().id());
      }
      return end.code();
    }
  }

  private ExitStatus startAndAwait(String id, Foreground foreground, PidFd init) {
    Optional<NotifySocket> socket =
        readiness.isPresent() ? readiness.get().listen(id) : Optional.empty();
    try {
      if (socket.isPresent()) {
        Readiness passing = readiness.orElseThrow();
        NotifySocket listening = socket.get();
        foreground.watch(listening.fd(), () -> passing.pass(id, listening));
      }
      startOrRemove(id, socket);
      return foreground.await(init);
    } finally {
      socket.ifPresent(NotifySocket::close);
    }
  }

  private void startOrRemove(String id, Optional<NotifySocket> alreadyListening) {
    try {
      if (readiness.isPresent() && alreadyListening.isEmpty()) {
        readiness.get().start(id, start);
      } else {
        start.run(id);
      }
    } catch (RuntimeException e) {
      try {
        remove(id);
      } catch (RuntimeException cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
  }

  private void remove(String id) {
    delete.run(new DeleteRequest(id, DeleteRequest.Mode.FORCE));
  }
}
