package io.jrunc.engine;

import io.jrunc.box.BoxConfig;
import io.jrunc.box.BoxHostReader;
import io.jrunc.box.BoxName;
import io.jrunc.box.BoxRequest;
import io.jrunc.box.BoxSpec;
import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.InvalidContainerIdException;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.WindowSize;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.Spec;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerExistsException;
import io.jrunc.state.ContainerFolder;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.ProcessTable;
import java.util.Optional;

/** Makes boxes: containers for which nobody has to write a bundle. */
final class Boxes {
  private static final ConsoleSize UNKNOWN_SIZE = new ConsoleSize(0, 0);

  private final Run run;
  private final Delete delete;
  private final ContainerStore store;
  private final ProcessTable processes;
  private final BoxHostReader host;
  private final Kernel kernel;
  private final Warnings warnings;

  Boxes(
      Run run,
      Delete delete,
      ContainerStore store,
      ProcessTable processes,
      BoxHostReader host,
      Kernel kernel,
      Warnings warnings) {
    this.run = run;
    this.delete = delete;
    this.store = store;
    this.processes = processes;
    this.host = host;
    this.kernel = kernel;
    this.warnings = warnings;
  }

  /** Runs a box; in the foreground it is gone afterwards. */
  BoxEnd run(BoxRequest request) {
    BoxConfig config = config(request, terminal(request));
    sweep();
    while (true) {
      String name = request.name().orElseGet(BoxName::next);
      try {
        return new BoxEnd(name, run(name, request.mode(), config));
      } catch (OperationException e) {
        if (request.name().isPresent() || !(e.getCause() instanceof ContainerExistsException)) {
          throw inWordsOfTheCommandLine(e, config);
        }
      }
    }
  }

  /** The config.json alone. */
  Spec config(BoxRequest request) {
    boolean wanted =
        switch (request.terminal()) {
          case YES -> true;
          case NO -> false;
          case AUTOMATIC -> isTerminal(0) && request.mode() == BoxRequest.Mode.FOREGROUND;
        };
    Optional<ConsoleSize> terminal = wanted ? Optional.of(UNKNOWN_SIZE) : Optional.empty();
    return config(request, terminal).spec();
  }

  private BoxConfig config(BoxRequest request, Optional<ConsoleSize> terminal) {
    BoxRequest resolved = BoxHostReader.resolve(request);
    return BoxSpec.of(resolved, host.read(resolved, terminal));
  }

  private int run(String name, BoxRequest.Mode mode, BoxConfig config) {
    ContainerFolder folder = folder(name);
    CreateRequest create = CreateRequest.plain(name, folder.path());
    RunRequest.Mode runMode =
        mode == BoxRequest.Mode.DETACHED ? RunRequest.Mode.DETACHED : RunRequest.Mode.FOREGROUND;
    return run.run(
        new RunRequest(create, runMode, RunRequest.Afterwards.DELETE),
        new BoxOrigin(config, folder));
  }

  private ContainerFolder folder(String name) {
    try {
      return store.folder(new ContainerId(name).value());
    } catch (InvalidContainerIdException e) {
      throw new OperationException("--name", "", e);
    }
  }

  private Optional<ConsoleSize> terminal(BoxRequest request) {
    boolean detached = request.mode() == BoxRequest.Mode.DETACHED;
    if (request.terminal() == BoxRequest.Terminal.YES && detached) {
      throw new OperationException("--tty", "", "nobody is at the terminal of a detached box");
    }
    boolean wanted =
        request.terminal() == BoxRequest.Terminal.YES
            || (request.terminal() == BoxRequest.Terminal.AUTOMATIC
                && !detached
                && isTerminal(0)
                && isTerminal(1));
    if (!wanted) {
      return Optional.empty();
    }
    if (!isTerminal(0)) {
      return Optional.of(UNKNOWN_SIZE);
    }
    WindowSize size = kernel.terminals().getWindowSize(Fd.inherited(0));
    return Optional.of(new ConsoleSize(size.rows(), size.columns()));
  }

  private boolean isTerminal(int descriptor) {
    return kernel.terminals().isatty(Fd.inherited(descriptor));
  }

  /**
   * Removes boxes that have ended after whoever waited for them was killed. Those that nobody ever
   * waited for stay, so that their state can be asked.
   */
  private void sweep() {
    for (String id : store.ids()) {
      try {
        Optional<ContainerRecord> found = store.find(id);
        if (found.isPresent() && isLeftOver(found.get())) {
          delete.run(new DeleteRequest(id, DeleteRequest.Mode.STOPPED));
        }
      } catch (JruncException e) {
        warnings.tell(id + ": " + e.getMessage()); // no reason to refuse another box
      }
    }
  }

  private boolean isLeftOver(ContainerRecord container) {
    return "foreground".equals(container.annotations().get(BoxSpec.ANNOTATION))
        && store.status(container) == Status.STOPPED
        && !processes.isAlive(container.creator());
  }

  private static OperationException inWordsOfTheCommandLine(
      OperationException failure, BoxConfig config) {
    Throwable cause = failure.getCause();
    if (cause instanceof ContainerExistsException taken) {
      return new OperationException("--name", taken.id(), "there is a container of this name");
    }
    if (!failure.operation().equals("create") && !failure.operation().equals("start")) {
      return failure;
    }
    OperationException explained =
        new OperationException("box", "", config.explain(failure.reason()));
    explained.addSuppressed(failure);
    return explained;
  }
}
