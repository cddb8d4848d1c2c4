package io.jrunc.plan;

import io.jrunc.linux.abi.Capability;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.HostFacts.NamespaceKind;
import io.jrunc.plan.NamespacePlan.JoinedNamespace;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.linux.Clock;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Namespace;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.TimeOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which namespaces are made and which are joined, and in which order. */
final class NamespacePlanner {
  private static final long SECOND = 1_000_000_000;

  private final Linux linux;
  private final HostFacts host;
  private final Optional<NetworkRequest> network;

  /**
   * Nothing is decided yet.
   *
   * @param linux with the paths of all namespaces that are joined
   */
  NamespacePlanner(Linux linux, HostFacts host, Optional<NetworkRequest> network) {
    this.linux = linux;
    this.host = host;
    this.network = network;
  }

  NamespacePlan plan() {
    Set<NamespaceType> created = EnumSet.noneOf(NamespaceType.class);
    List<JoinedNamespace> ofTheHost = new ArrayList<>();
    List<JoinedNamespace> ofTheJoinedUser = new ArrayList<>();
    JoinedNamespace user = null;
    for (int i = 0; i < linux.namespaces().size(); i++) {
      Namespace namespace = linux.namespaces().get(i);
      if (namespace.path() == null) {
        if (namespace.type() != NamespaceType.NETWORK || !staysInNetwork()) {
          created.add(namespace.type());
        }
        continue;
      }
      String pointer = "/linux/namespaces/" + i;
      NamespaceKind kind = kind(pointer, namespace.path());
      JoinedNamespace joined =
          new JoinedNamespace(
              pointer, namespace.type(), namespace.path(), kind == NamespaceKind.OF_JOINED_USER);
      if (kind == NamespaceKind.OWN) {
        continue; // we are there, and setns(2) refuses one's own user namespace
      }
      if (joined.type() == NamespaceType.USER) {
        user = joined;
      } else {
        (joined.ownedByJoinedUser() ? ofTheJoinedUser : ofTheHost).add(joined);
      }
    }
    boolean newUser = created.contains(NamespaceType.USER);
    return new NamespacePlan(
        created,
        inOrder(ofTheHost, user, ofTheJoinedUser),
        newUser || user != null ? linux.uidMappings() : List.of(),
        newUser || user != null ? linux.gidMappings() : List.of(),
        writer(linux.uidMappings(), Capability.CAP_SETUID, host.effectiveUid()),
        writer(linux.gidMappings(), Capability.CAP_SETGID, host.effectiveGid()),
        timeOffsets(linux.timeOffsets()),
        host.may(Capability.CAP_SYS_PTRACE));
  }

  private boolean staysInNetwork() {
    return network.isPresent() && network.get().mode() == NetworkMode.HOST;
  }

  private IdMapWriter writer(List<IdMapping> mappings, Capability right, long ownId) {
    if (host.may(right)) {
      return IdMapWriter.ENGINE;
    }
    boolean isOwn =
        mappings.size() == 1 && mappings.get(0).size() == 1 && mappings.get(0).hostId() == ownId;
    return isOwn ? IdMapWriter.ENGINE_OF_ORDINARY_USER : IdMapWriter.PROGRAM;
  }

  private NamespaceKind kind(String pointer, String path) {
    NamespaceKind kind = host.namespaces().get(path);
    if (kind == null) {
      throw new HostLacksException(pointer, path + ": no such file or directory");
    }
    return kind;
  }

  /** With the rights of the host as long as they last: joining the user namespace gives them up. */
  private static List<JoinedNamespace> inOrder(
      List<JoinedNamespace> ofTheHost,
      @Nullable JoinedNamespace user,
      List<JoinedNamespace> ofTheJoinedUser) {
    List<JoinedNamespace> order = new ArrayList<>(ofTheHost);
    if (user != null) {
      order.add(user);
    }
    order.addAll(ofTheJoinedUser);
    return order;
  }

  private static List<String> timeOffsets(Map<Clock, TimeOffset> offsets) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Clock, TimeOffset> entry : offsets.entrySet()) {
      TimeOffset offset = entry.getValue();
      long seconds = offset.secs() + offset.nanosecs() / SECOND;
      long nanoseconds = offset.nanosecs() % SECOND;
      lines.add(entry.getKey().word() + " " + seconds + " " + nanoseconds);
    }
    return lines;
  }
}
