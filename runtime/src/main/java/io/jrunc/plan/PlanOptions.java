package io.jrunc.plan;

import io.jrunc.unit.ServiceManager;
import java.util.Optional;

/**
 * What the command line adds to config.json.
 *
 * @param noPivot whether the root is moved over {@code /} in place of pivot_root(2)
 * @param newKeyring whether the container gets a session keyring of its own
 * @param preservedFds how many descriptors the container keeps beside those that it listens at
 * @param listenFds how many descriptors from 3 on are sockets that the caller listens at for the
 *     container; see sd_listen_fds(3)
 * @param notifyFolder absolute path of the host's folder with the socket at which the container
 *     tells that it is ready; see sd_notify(3)
 * @param manager the systemd that makes the container's cgroup; empty if we make it
 * @param network present for a container that asks us for a network, or for another's
 */
public record PlanOptions(
    boolean noPivot,
    boolean newKeyring,
    int preservedFds,
    int listenFds,
    Optional<String> notifyFolder,
    Optional<ServiceManager> manager,
    Optional<NetworkOptions> network) {
  /** What a command line without options means. */
  public static final PlanOptions NONE = new PlanOptions(false, true, 0, 0, Optional.empty());

  /**
   * Options of a command line without {@code --systemd-cgroup}, for a container without network.
   */
  public PlanOptions(
      boolean noPivot,
      boolean newKeyring,
      int preservedFds,
      int listenFds,
      Optional<String> notifyFolder) {
    this(
        noPivot,
        newKeyring,
        preservedFds,
        listenFds,
        notifyFolder,
        Optional.empty(),
        Optional.empty());
  }
}
