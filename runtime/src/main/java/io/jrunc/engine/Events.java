package io.jrunc.engine;

import io.jrunc.cgroup.CgroupPaths;
import io.jrunc.error.JruncException;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.rdt.RdtGroup;
import io.jrunc.spec.state.Status;
import io.jrunc.spec.stats.Stats;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.ProcessTable;
import io.jrunc.stats.Group;
import io.jrunc.stats.OomWatch;
import io.jrunc.stats.RdtPlace;
import io.jrunc.stats.StatsException;
import io.jrunc.stats.StatsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what containers use, and when their memory runs out. */
public final class Events {
  private final ContainerStore store;
  private final ProcessTable processes;
  private final ContainerGroups groups;
  private final Kernel kernel;

  /** Nothing happens yet. */
  public Events(
      ContainerStore store, ProcessTable processes, ContainerGroups groups, Kernel kernel) {
    this.store = store;
    this.processes = processes;
    this.groups = groups;
    this.kernel = kernel;
  }

  /**
   * What a container uses now.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it doesn't run
   */
  public Stats stats(String id) {
    ContainerRecord container = ReadState.find(store, "events", id);
    Status status = store.status(container);
    if (status == Status.STOPPED || status == Status.CREATING) {
      throw notRunning(id);
    }
    try {
      return read(container);
    } catch (JruncException e) {
      throw new OperationException("events", id, e);
    }
  }

  /**
   * Tells what a container uses after each interval, and at once when its memory has run out, until
   * its first process has ended or nobody listens.
   *
   * @return true when it has ended, false when nobody listens any more
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it doesn't run
   */
  public boolean follow(EventsRequest request, EventListener listener) {
    ContainerRecord container = ReadState.find(store, "events", request.id());
    try (HeldProcess init = hold(container);
        OomWatch memory = OomWatch.open(kernel.files(), groupsOf(container))) {
      return follow(container, init, memory, request.interval().toNanos(), listener);
    } catch (KernelException | StatsException e) {
      throw new OperationException("events", request.id(), e);
    }
  }

  private HeldProcess hold(ContainerRecord container) {
    Optional<HeldProcess> init =
        container.init().isEmpty() || store.status(container) == Status.CREATING
            ? Optional.empty()
            : HeldProcess.hold(kernel, processes, container.init().get());
    if (init.isEmpty()) {
      throw notRunning(container.id());
    }
    return init.get();
  }

  private static OperationException notRunning(String id) {
    return new OperationException("events", id, "container with id " + id + " is not running");
  }

  private boolean follow(
      ContainerRecord container,
      HeldProcess init,
      OomWatch memory,
      long interval,
      EventListener listener) {
    long next = System.nanoTime() + interval;
    while (true) {
      boolean isHeard = await(init, memory, listener.output(), next - System.nanoTime());
      boolean hasEnded = init.awaitEnd(Duration.ZERO);
      if (memory.look()) {
        isHeard &= listener.oom(); // of which the container may have ended
      }
      if (isHeard && !hasEnded && System.nanoTime() - next >= 0) {
        Stats stats = read(container);
        // files that are gone are read as zeros; and what it died of is looked for once more
        isHeard = init.awaitEnd(Duration.ZERO) || listener.stats(stats);
        next += Math.max(interval, System.nanoTime() - next);
      }
      if (hasEnded || !isHeard) {
        return hasEnded;
      }
    }
  }

  /** Waits until the time is over or something has happened; whether somebody listens then. */
  private boolean await(HeldProcess init, OomWatch memory, Optional<Fd> output, long nanos) {
    List<PollRequest> requests = new ArrayList<>();
    if (output.isPresent()) {
      requests.add(new PollRequest(output.get(), Set.of())); // errors are reported unasked
    }
    requests.add(PollRequest.readable(init.fd().fd()));
    Optional<PollRequest> request = memory.request();
    if (request.isPresent()) {
      requests.add(request.get());
    }
    List<Set<PollEvent>> answers = kernel.files().poll(requests, Duration.ofNanos(nanos));
    return output.isEmpty() || answers.get(0).isEmpty();
  }

  private Stats read(ContainerRecord container) {
    int pid = container.init().isPresent() ? container.init().get().pid() : 0;
    return new StatsReader(new TextFiles(kernel.files()))
        .read(groupsOf(container), rdtOf(container), pid);
  }

  private List<Group> groupsOf(ContainerRecord container) {
    List<Group> found = new ArrayList<>();
    for (CgroupPaths.Entry entry : groups.of(container).paths().entries()) {
      found.add(new Group(entry.version().number(), entry.controllers(), entry.directory()));
    }
    return found;
  }

  private static Optional<RdtPlace> rdtOf(ContainerRecord container) {
    if (container.rdt().isEmpty()) {
      return Optional.empty();
    }
    RdtGroup group = RdtGroup.parse(container.rdt()).orElseThrow();
    return Optional.of(new RdtPlace(group.directory(), group.monitor()));
  }
}
