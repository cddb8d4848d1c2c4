package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.error.KernelException;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkReading;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the network namespace of another container, for one that is to share it. */
final class SharedNetwork {
  private static final String POINTER = "/annotations/" + NetworkAnnotations.MODE;
  private static final String OWN_USER = "/proc/self/ns/user";

  private final ContainerStore store;
  private final Kernel kernel;

  SharedNetwork(ContainerStore store, Kernel kernel) {
    this.store = store;
    this.kernel = kernel;
  }

  /**
   * The bundle with the path of the other container's network namespace, if it asks for one; else
   * the same. Whoever joins a network namespace of another user namespace needs rights there: so a
   * container with a user namespace of its own joins that one too.
   *
   * @throws HostLacksException when the other container doesn't run
   */
  Bundle resolve(Bundle bundle) {
    NetworkReading reading = NetworkAnnotations.read(bundle.spec().annotations());
    Optional<String> id = reading.request().flatMap(NetworkRequest::container);
    if (id.isEmpty()) {
      return bundle;
    }
    String folder = "/proc/" + pid(id.get()) + "/ns/";
    List<Namespace> namespaces = new ArrayList<>();
    for (Namespace namespace : bundle.spec().linux().namespaces()) {
      namespaces.add(namespace.path() == null ? shared(namespace, folder) : namespace);
    }
    return new Bundle(
        bundle.directory(), bundle.rootfs(), with(namespaces, bundle.spec()), bundle.document());
  }

  /**
   * Checks, before any program runs, that a container has joined the network it was to join: the
   * other one may have died meanwhile, and its pid may be another's.
   *
   * @param id of the other one
   * @param init of the one that has joined
   * @throws HostLacksException when it is another network, or nobody can tell
   */
  void confirm(String id, Pid init) {
    String theirs = "/proc/" + pid(id) + "/ns/net";
    boolean same = true;
    try {
      FileStatus joined = kernel.files().statx("/proc/" + init + "/ns/net");
      same = kernel.files().statx(theirs).sameFile(joined);
    } catch (KernelException e) {
      if (e.errno() != Errno.EACCES) { // init hides; an ordinary user can only join what is his
        throw new HostLacksException(POINTER, theirs + ": " + e.errno().text());
      }
    }
    pid(id); // lives, so its pid was nobody else's all the time
    if (!same) {
      throw new HostLacksException(POINTER, "container " + id + " has another network by now");
    }
  }

  private int pid(String id) {
    Optional<ContainerRecord> other = store.find(id);
    if (other.isEmpty()) {
      throw new HostLacksException(POINTER, "there is no container " + id);
    }
    Status status = store.status(other.get());
    if (status != Status.RUNNING && status != Status.CREATED) {
      throw new HostLacksException(POINTER, "container " + id + " is " + status.word());
    }
    return other.get().init().orElseThrow().pid();
  }

  private Namespace shared(Namespace namespace, String folder) {
    if (namespace.type() == NamespaceType.NETWORK) {
      return new Namespace(namespace.type(), folder + "net");
    }
    boolean owner = namespace.type() == NamespaceType.USER && !isOurs(folder + "user");
    return owner ? new Namespace(namespace.type(), folder + "user") : namespace;
  }

  private boolean isOurs(String userNamespace) {
    try {
      return kernel.files().statx(userNamespace).sameFile(kernel.files().statx(OWN_USER));
    } catch (KernelException e) {
      throw new HostLacksException(POINTER, userNamespace + ": " + e.errno().text());
    }
  }

  private static Spec with(List<Namespace> namespaces, Spec spec) {
    return spec.withLinux(spec.linux().withNamespaces(namespaces));
  }
}
