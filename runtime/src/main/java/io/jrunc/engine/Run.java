package io.jrunc.engine;

import io.jrunc.console.Foreground;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;

/** Makes a container, starts it, and where the caller waits, waits with it. */
final class Run {
  private final Create create;
  private final Start start;
  private final Delete delete;
  private final Kernel kernel;

  Run(Create create, Start start, Delete delete, Kernel kernel) {
    this.create = create;
    this.start = start;
    this.delete = delete;
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
      startOrRemove(request.create().id());
      return 0;
    }
    try (Foreground foreground = Foreground.open(kernel);
        PidFd init =
            create.run(
                request.create(),
                origin,
                new Terminals.InForeground(foreground, request.create().consoleSocket()))) {
      startOrRemove(request.create().id());
      ExitStatus end = foreground.await(init);
      if (request.afterwards() == RunRequest.Afterwards.DELETE) {
        remove(request.create().id());
      }
      return end.code();
    }
  }

  private void startOrRemove(String id) {
    try {
      start.run(id);
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
