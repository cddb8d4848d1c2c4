package io.jrunc.engine;

import io.jrunc.bundle.BundleReader;
import io.jrunc.cgroup.CgroupException;
import io.jrunc.cgroup.CgroupWriteException;
import io.jrunc.cgroup.HalfAppliedException;
import io.jrunc.cgroup.LimitChange;
import io.jrunc.cgroup.ResourceRules;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Kernel;
import io.jrunc.plan.ResourceChange;
import io.jrunc.rdt.RdtException;
import io.jrunc.rdt.SchemataChange;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.InvalidSpecException;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.StateException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Changes the limits of a container that lives, all of them or none. */
final class Update {
  /** How long another command may work on the container. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String RESOURCES = "/linux/resources";

  private final ContainerStore store;
  private final Kernel kernel;
  private final ContainerGroups groups;
  private final Warnings warnings;

  Update(ContainerStore store, Kernel kernel, ContainerGroups groups, Warnings warnings) {
    this.store = store;
    this.kernel = kernel;
    this.groups = groups;
    this.warnings = warnings;
  }

  /**
   * Sets new limits, and remembers them; what isn't named stays.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it doesn't live, or a limit can't be had: then all is as before
   */
  void run(UpdateRequest request) {
    ReadState.find(store, "update", request.id());
    try {
      Resources asked = request.source().read(); // a caller who is slow to write holds nobody up
      try (LockedContainer container = lock(request.id())) {
        refuseUnlessAlive(container);
        update(container, asked, request);
      }
    } catch (InvalidSpecException e) {
      throw new OperationException("update", request.id(), lines(request.source(), e.problems()));
    } catch (UnknownContainerException e) {
      throw e;
    } catch (OperationException e) {
      throw e.operation().equals("update") ? e : new OperationException("update", request.id(), e);
    } catch (JruncException e) {
      throw new OperationException("update", request.id(), e);
    }
  }

  private LockedContainer lock(String id) {
    Optional<LockedContainer> container = store.lock(id, PATIENCE);
    if (container.isEmpty()) {
      throw new UnknownContainerException("update", id);
    }
    return container.get();
  }

  private void refuseUnlessAlive(LockedContainer container) {
    Status status = store.status(container.record());
    if (status == Status.STOPPED || status == Status.CREATING) {
      throw new OperationException("update", container.record().id(), "container not running");
    }
  }

  private void update(LockedContainer container, Resources asked, UpdateRequest request) {
    String id = container.record().id();
    LimitSource source = request.source();
    Spec spec = KeptConfig.read(container.folder());
    Resources kept = spec.linux().resources();
    check(id, kept.memory(), asked, source);
    checkShares(container.record(), request);
    LimitChange change = change(container, kept, ResourceChange.complete(kept, asked), source);
    try {
      changeShares(container, KeptConfig.with(spec, ResourceChange.apply(kept, asked)), request);
    } catch (StateException | RdtException e) {
      List<String> stuck = change.undo();
      throw stuck.isEmpty() ? e : new HalfAppliedException(stuck, e);
    }
    tell(id, change, asked);
  }

  private static boolean namesShares(UpdateRequest request) {
    return !request.l3CacheSchema().orElse("").isEmpty()
        || !request.memBwSchema().orElse("").isEmpty();
  }

  private static void checkShares(ContainerRecord container, UpdateRequest request) {
    String bandwidth = request.memBwSchema().orElse("");
    if (!bandwidth.isEmpty() && (!bandwidth.startsWith("MB:") || bandwidth.indexOf('\n') >= 0)) {
      throw new OperationException(
          "update", container.id(), "--mem-bw-schema: not a line that starts with MB:");
    }
    if (namesShares(request) && container.rdt().isEmpty()) {
      throw new OperationException(
          "update",
          container.id(),
          "the container is in no class of resctrl: its config.json has no /linux/intelRdt");
    }
  }

  /** Changes the shares of the processor that are asked for, and remembers the whole change. */
  private void changeShares(LockedContainer container, Spec changed, UpdateRequest request) {
    if (!namesShares(request)) {
      keep(container, changed);
      return;
    }
    String cache = request.l3CacheSchema().orElse("");
    String bandwidth = request.memBwSchema().orElse("");
    SchemataChange shares = new RdtGroups(kernel).change(container.record(), cache, bandwidth);
    try {
      keep(container, KeptConfig.withShares(changed, cache, bandwidth));
    } catch (StateException e) {
      shares.undo();
      throw e;
    }
  }

  private static void keep(LockedContainer container, Spec spec) {
    container.replaceConfig(SpecWriter.write(spec).getBytes(StandardCharsets.UTF_8));
  }

  private static void check(String id, Memory kept, Resources asked, LimitSource source) {
    List<SpecProblem> problems = BundleReader.checkResources(asked);
    if (!problems.isEmpty()) {
      throw new OperationException("update", id, lines(source, problems));
    }
    Long limit = asked.memory().limit();
    Long total = kept.swap();
    boolean keepsTotal = asked.memory().swap() == null || asked.memory().swap() == 0;
    if (limit != null && total != null && total > 0 && keepsTotal && limit > total) {
      throw new OperationException(
          "update",
          id,
          source.name("/memory/limit")
              + ": "
              + limit
              + " is above the limit of memory and swap together, which is "
              + total
              + "; change that too ("
              + source.name("/memory/swap")
              + ")");
    }
  }

  private LimitChange change(
      LockedContainer container, Resources kept, Resources changes, LimitSource source) {
    String id = container.record().id();
    try {
      return groups.update(container.record(), changes, kept);
    } catch (CgroupException e) {
      String reason = named(source, e.subject()) + ": " + e.reason();
      throw new OperationException("update", id, reason);
    } catch (CgroupWriteException e) {
      String reason = named(source, e.setting().pointer()) + ": " + e.reason();
      throw new OperationException("update", id, reason);
    }
  }

  /** For those who want to know: what was written, and what shares mean to version 2. */
  private void tell(String id, LimitChange change, Resources asked) {
    for (String line : change.lines()) {
      warnings.detail(id + ": " + line);
    }
    Long shares = asked.cpu().shares();
    if (shares != null && shares != 0) {
      long weight = ResourceRules.cpuWeight(shares);
      warnings.detail(id + ": cpu.shares " + shares + " is cpu.weight " + weight + " in cgroup v2");
    }
  }

  private static String lines(LimitSource source, List<SpecProblem> problems) {
    StringBuilder lines = new StringBuilder();
    for (SpecProblem problem : problems) {
      lines.append(lines.length() == 0 ? "" : "\n");
      lines.append(source.name(relative(problem.pointer()))).append(": ").append(problem.message());
    }
    return lines.toString();
  }

  /** The limit in the words of whoever asks; for a path of a group, which is no pointer, itself. */
  private static String named(LimitSource source, String subject) {
    return subject.startsWith(RESOURCES) ? source.name(relative(subject)) : subject;
  }

  /** The pointer from the resources on, as the document of an update has it. */
  private static String relative(String pointer) {
    return pointer.startsWith(RESOURCES) ? pointer.substring(RESOURCES.length()) : pointer;
  }
}
