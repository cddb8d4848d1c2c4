package io.jrunc.engine;

import io.jrunc.host.CallingProcess;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.NetworkPlan;
import io.jrunc.state.ContainerFolder;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.ProcessIdentity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of containers that ask jrunc for one. For others not even this class is loaded. */
final class Networks {
  private final Kernel kernel;
  private final CallingProcess caller;
  private final Path folder;
  private final Warnings warnings;

  /**
   * Nothing happens yet.
   *
   * @param folder where leases are kept
   * @param warnings is told what is switched on for them
   */
  Networks(Kernel kernel, CallingProcess caller, Path folder, Warnings warnings) {
    this.kernel = kernel;
    this.caller = caller;
    this.folder = folder;
    this.warnings = warnings;
  }

  /** Whether a container may have something to be released. */
  static boolean concern(ContainerRecord container) {
    for (String name : container.annotations().keySet()) {
      if (name.startsWith(NetworkAnnotations.PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /** Makes the files that its plan mounts. */
  void furnish(ContainerPlan plan, ContainerFolder container) {
    if (plan.network().request().isPresent() && plan.network().request().get().mode().leadsOut()) {
      new NameFiles(container.path(), warnings).make(plan.network().request().get(), plan);
    }
  }

  /** Gives a container that is being made what its plan says, and tells it in its annotations. */
  void attach(
      NetworkPlan plan,
      LockedContainer container,
      PidFd init,
      ProcessIdentity identity,
      Rollback rollback) {
    if (plan.request().isPresent()) {
      attach(plan.request().get(), container, init, identity, rollback);
    }
  }

  private void attach(
      NetworkRequest request,
      LockedContainer container,
      PidFd init,
      ProcessIdentity identity,
      Rollback rollback) {
    switch (request.mode()) {
      case VETH -> {
        VethNetwork network = new VethNetwork(kernel, folder, warnings);
        String id = container.record().id();
        tell(request, network.attach(request, id, init, identity, rollback), container);
      }
      case PASTA, SLIRP4NETNS, AUTO -> {
        UserNetwork.Attached got =
            new UserNetwork(kernel, caller, folder, warnings)
                .attach(request, container.record().id(), init, identity, rollback);
        if (request.nameServers().isEmpty()) {
          new NameFiles(container.folder().path(), warnings).tell(got.nameServer());
        }
        tell(request, got.addresses(), container);
      }
      default -> {} // its namespace says it all
    }
  }

  private void tell(NetworkRequest request, List<IpAddress> addresses, LockedContainer container) {
    new NameFiles(container.folder().path(), warnings).tell(addresses);
    Map<String, String> told = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (IpAddress address : addresses) {
      text.append(text.isEmpty() ? "" : ",").append(address);
    }
    told.put(NetworkAnnotations.ADDRESSES, text.toString());
    text.setLength(0);
    for (Publication publication : request.publications()) {
      text.append(text.isEmpty() ? "" : ",").append(publication.arrow());
    }
    if (!text.isEmpty()) {
      told.put(NetworkAnnotations.PORTS, text.toString());
    }
    container.update(container.record().withAnnotations(told));
  }

  /** Takes back what a container had; for one that had nothing, nothing. */
  void release(String id) {
    if (folder.toFile().exists()) {
      new UserNetwork(kernel, caller, folder, warnings).release(id);
      new VethNetwork(kernel, folder, warnings).release(id);
    }
  }

  /** Takes back what containers had whose processes have ended. */
  void sweep() {
    if (folder.toFile().exists()) {
      new UserNetwork(kernel, caller, folder, warnings).sweep();
      new VethNetwork(kernel, folder, warnings).sweep();
    }
  }
}
