package io.jrunc.engine;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.NetworkPlan;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.ProcessIdentity;
import java.nio.file.Path;

/** The networks of containers that ask jrunc for one. For others not even this class is loaded. */
final class Networks {
  private final Kernel kernel;
  private final Path folder;
  private final Warnings warnings;

  /**
   * Nothing happens yet.
   *
   * @param folder where leases are kept
   * @param warnings is told what is switched on for them
   */
  Networks(Kernel kernel, Path folder, Warnings warnings) {
    this.kernel = kernel;
    this.folder = folder;
    this.warnings = warnings;
  }

  /** Whether a container may have something to be released. */
  static boolean concern(ContainerRecord container) {
    return container.annotations().containsKey(NetworkAnnotations.MODE);
  }

  /** Gives a container that is being made what its plan says, and tells it in its annotations. */
  void attach(
      NetworkPlan plan,
      LockedContainer container,
      PidFd init,
      ProcessIdentity identity,
      Rollback rollback) {
    if (plan.request().isEmpty()) {
      return;
    }
    NetworkRequest request = plan.request().get();
    switch (request.mode()) {
      case PASTA, SLIRP4NETNS, AUTO ->
          new UserNetwork(kernel, folder)
              .attach(request, container.record().id(), init, identity, rollback);
      default -> warnings.tell(container.record().id() + ": no " + request.mode().word());
    }
  }

  /** Takes back what a container had; for one that had nothing, nothing. */
  void release(ContainerRecord container) {
    new UserNetwork(kernel, folder).release(container.id());
  }
}
