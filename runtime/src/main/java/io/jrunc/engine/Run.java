package io.jrunc.engine;

import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.PidFd;
import io.jrunc.notify.NotifySocket;
import io.jrunc.state.ContainerRecord;
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
    CreateRequest container = request.create();
    if (request.mode() == RunRequest.Mode.DETACHED) {
      Terminals terminals =
          new Terminals.AtSocket(door.kernel().sockets(), container.consoleSocket());
      if (readiness.isPresent()) {
        Create.Made made = create.runAndLetGo(container, origin, terminals);
        made.init().close();
        startOrRemove(made, () -> readiness.get().start(container.id(), start));
      } else {
        makeAndStart(container, origin, terminals).init().close();
      }
      return 0;
    }
    FinishRequest rest = FinishRequest.ofInit(container.id(), request.afterwards());
    try (Attendant attendant = door.attend()) {
      Terminals terminals = new Terminals.InForeground(attendant, container.consoleSocket());
      if (readiness.isPresent()) {
        Create.Made made = create.runAndLetGo(container, origin, terminals);
        PidFd init = made.init();
        try (init) {
          return startAndAwait(readiness.get(), made, rest, attendant);
        }
      }
      Create.Made made = makeAndStart(container, origin, terminals);
      PidFd init = made.init();
      try (init) {
        return await(made, rest, attendant);
      }
    }
  }

  /** Its init runs, and is to be closed by the caller. Nobody else gets at it in between. */
  private Create.Made makeAndStart(CreateRequest request, Origin origin, Terminals terminals) {
    Create.Made made = create.runForStart(request, origin, terminals);
    try {
      startOrRemove(made, () -> start.run(made));
      return made;
    } catch (RuntimeException e) {
      made.init().close();
      throw e;
    }
  }

  /** For a caller who wants to know when the container is ready. */
  private int startAndAwait(
      Readiness passing, Create.Made made, FinishRequest rest, Attendant attendant) {
    String id = rest.id();
    Optional<NotifySocket> socket = passing.listen(id);
    try {
      if (socket.isPresent()) {
        NotifySocket listening = socket.get();
        attendant.watch(listening.fd(), () -> passing.pass(id, listening));
        startOrRemove(made, () -> start.run(id));
      } else {
        startOrRemove(made, () -> passing.start(id, start));
      }
      return await(made, rest, attendant);
    } finally {
      socket.ifPresent(NotifySocket::close);
    }
  }

  /** When the program ends, the name may be another container's. */
  private int await(Create.Made made, FinishRequest rest, Attendant attendant) {
    FinishRequest ofThisOne = rest.madeFor(made.record().creator());
    Optional<ExitStatus> end = attendant.await(made.init(), Optional.of(ofThisOne));
    return end.isPresent() ? finish.run(ofThisOne, end.get()) : Attendant.HANDED_OVER;
  }

  private void startOrRemove(Create.Made made, Runnable start) {
    try {
      start.run();
    } catch (RuntimeException e) {
      try {
        remove(made.record());
      } catch (RuntimeException cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
  }

  private void remove(ContainerRecord made) {
    delete.run(new DeleteRequest(made.id(), DeleteRequest.Mode.FORCE, Optional.of(made.creator())));
  }
}
