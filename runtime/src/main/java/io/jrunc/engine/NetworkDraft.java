package io.jrunc.engine;

import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.NetworkFile;
import io.jrunc.plan.NetworkOptions;
import io.jrunc.spec.Spec;
import io.jrunc.state.ContainerStore;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the files by which a container that asks for a network will find names. */
final class NetworkDraft {
  private final ContainerStore store;

  NetworkDraft(ContainerStore store) {
    this.store = store;
  }

  /** Empty if it gets none: its network isn't ours, or is that of a container without any. */
  Optional<NetworkOptions> options(String id, Spec spec) {
    Optional<NetworkRequest> request = NetworkAnnotations.read(spec.annotations()).request();
    if (request.isEmpty()) {
      return Optional.empty();
    }
    if (request.get().mode().leadsOut()) {
      return Optional.of(new NetworkOptions(store.folder(id).path().toString(), false));
    }
    if (request.get().container().isEmpty()) {
      return Optional.empty();
    }
    Path folder = store.folder(request.get().container().get()).path();
    return folder.resolve(NetworkFile.HOSTS.fileName()).toFile().exists()
        ? Optional.of(new NetworkOptions(folder.toString(), true))
        : Optional.empty();
  }
}
