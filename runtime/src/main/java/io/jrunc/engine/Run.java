package io.jrunc.engine;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.PidFd;
import io.jrunc.notify.NotifySocket;
import java.util.Optional;

/** Makes a container, starts it, and where the caller waits, waits with it. */
final class Run {
  private final Create create;
  private final Start start;
  private final Delete delete;
  private final Optional<Readiness> readiness;
  private final Finish finish;
  private final FrontDoor door;

  Run(
      Create create,
      Start start,
      Delete delete,
      Optional<Readiness> readiness,
      Finish finish,
      FrontDoor door) {
    this.create = create;
    this.start = start;
    this.delete = delete;
    this.readiness = readiness;
    this.finish = finish;
    this.door = door;
  }

  /** The exit code of the container's program; 0 when nobody waits for it. */
  int run(RunRequest request) {
    return run(request, new Origin.Folder(request.create().bundle()));
  }

  /** The same from a bundle that need not be there yet. */
  int run(RunRequest request, Origin origin) {
    if (request.mode() == RunRequest.Mode.DETACHED) {
      Terminals terminals =
          new Terminals.AtSocket(door.kernel().sockets(), request.create().consoleSocket());
      create.run(request.create(), origin, terminals).close();
      startOrRemove(request.create().id(), Optional.empty());
      return 0;
    }
    try (Attendant attendant = door.attend();
        PidFd init =
            create.run(
                request.create(),
                origin,
                new Terminals.InForeground(attendant, request.create().consoleSocket()))) {
      return startAndAwait(
          FinishRequest.ofInit(request.create().id(), request.afterwards()), attendant, init);
    }
  }

  private int startAndAwait(FinishRequest rest, Attendant attendant, PidFd init) {
    String id = rest.id();
    Optional<NotifySocket> socket =
        readiness.isPresent() ? readiness.get().listen(id) : Optional.empty();
    try {
      if (socket.isPresent()) {
        Readiness passing = readiness.orElseThrow();
        NotifySocket listening = socket.get();
        attendant.watch(listening.fd(), () -> passing.pass(id, listening));
      }
      startOrRemove(id, socket);
      Optional<ExitStatus> end = attendant.await(init, Optional.of(rest));
      return end.isPresent() ? finish.run(rest, end.get()) : Attendant.HANDED_OVER;
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
