package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.host.HostReader;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.PlanOptions;
import io.jrunc.plan.Planned;
import io.jrunc.plan.Planner;
import io.jrunc.program.ContainerCompiler;
import io.jrunc.state.ContainerStore;
import java.util.Optional;

/** The first half of creating a container, which changes nothing: from a request to a program. */
final class Drafting {
  private final HostReader hosts;
  private final ContainerStore store;
  private final Kernel kernel;
  private final ListenFds listenFds;
  private final Optional<Readiness> readiness;
  private final ContainerCompiler compiler;
  private final FilterSource filters;
  private final Optional<Services> services;

  /**
   * Nothing happens yet.
   *
   * @param store of the containers whose network another one can share
   * @param services asked who makes the cgroups; empty if this process does
   */
  Drafting(
      HostReader hosts,
      ContainerStore store,
      Kernel kernel,
      FilterSource filters,
      ListenFds listenFds,
      Optional<Readiness> readiness,
      Optional<Services> services,
      Architecture architecture) {
    this.hosts = hosts;
    this.store = store;
    this.kernel = kernel;
    this.filters = filters;
    this.listenFds = listenFds;
    this.readiness = readiness;
    this.services = services;
    this.compiler = new ContainerCompiler(architecture);
  }

  Blueprint draw(CreateRequest request) {
    return draw(request, new Origin.Folder(request.bundle()));
  }

  Blueprint draw(CreateRequest request, Origin origin) {
    ContainerId id = new ContainerId(request.id());
    Bundle bundle = origin.open();
    if (bundle.asksForNetwork()) {
      bundle = new SharedNetwork(store, kernel).resolve(bundle);
    }
    HostFacts host = filters.complete(hosts.read(bundle), bundle.spec().linux().seccomp());
    PlanOptions options =
        new PlanOptions(
            request.rootSwitch() == RootSwitch.NO_PIVOT,
            request.keyring() == SessionKeyring.OWN,
            request.preservedFds(),
            listenFds.count(),
            readiness.map(wanted -> wanted.folder(request.id()).toString()),
            services.isEmpty()
                ? Optional.empty()
                : Optional.of(services.get().ofCaller().manager()),
            bundle.asksForNetwork() // for others no class of it is loaded
                ? new NetworkDraft(store).options(request.id(), bundle.spec())
                : Optional.empty());
    Planned planned = Planner.plan(id, bundle, host, options);
    return new Blueprint(
        bundle,
        host,
        planned.plan(),
        planned.warnings(),
        compiler.compile(planned.plan()),
        readiness.isPresent());
  }

  /** Keeps what was costly and will be needed again; the state root is there. */
  void keep() {
    filters.keep();
  }
}
