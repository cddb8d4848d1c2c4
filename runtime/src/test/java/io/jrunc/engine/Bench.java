package io.jrunc.engine;

import io.jrunc.cgroup.Cgroups;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import io.jrunc.state.StateRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A state root with containers that are no more than a sleeping process each. */
final class Bench implements AutoCloseable {
  final ProcessTable processes = new ProcessTable();
  final Kernel kernel = JnaKernel.forOneCommand();
  final ContainerStore store;
  private final Path root;
  private final List<Process> started = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  Bench(Path root) {
    this.root = root;
    this.store = new ContainerStore(StateRoot.at(root), processes);
  }

  Kill kill() {
    return new Kill(store, processes, kernel, groups());
  }

  Delete delete() {
    return new Delete(
        store, processes, kernel, groups(), CallingProcess.self(Map.of()), warnings::add);
  }

  Update update(Consumer<String> details) {
    Warnings told =
        new Warnings() {
          @Override
          public void tell(String warning) {
            warnings.add(warning);
          }

          @Override
          public void detail(String message) {
            details.accept(message);
          }
        };
    return new Update(store, kernel, groups(), told);
  }

  ContainerGroups groups() {
    return new ContainerGroups(new Cgroups(kernel), new Services(Map.of()));
  }

  /** Starts a process that does nothing for a long time. */
  Process sleep() {
    try {
      Process process = new ProcessBuilder("sleep", "100").start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessIdentity identity(Process process) {
    return processes.identify((int) process.pid()).orElseThrow();
  }

  /** A container that is being made by this process. */
  ContainerRecord claim(String id) {
    return ContainerRecord.claim(
        id,
        "1.3.0",
        Path.of("/b"),
        Path.of("/b/rootfs"),
        Instant.ofEpochSecond(1_700_000_000),
        0,
        Map.of("a", "b"),
        true,
        processes.self());
  }

  /** Puts a container on record whose init is that process. */
  ContainerRecord container(String id, Process init, Phase phase) {
    return container(id, claim -> claim.withInit(identity(init)).in(phase));
  }

  ContainerRecord container(String id, UnaryOperator<ContainerRecord> grown) {
    try (LockedContainer container = store.claim(claim(id))) {
      container.update(grown.apply(container.record()));
      return container.record();
    }
  }

  /** What is below the state root. */
  List<String> left() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
