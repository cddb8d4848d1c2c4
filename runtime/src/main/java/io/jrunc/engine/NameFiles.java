package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.ResolverFile;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.NetworkFile;
import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The container's /etc/resolv.conf, /etc/hosts and /etc/hostname, in its folder. They are mounted
 * before its addresses are known, so each is one file for ever, whose content changes.
 */
final class NameFiles {
  private static final Path ETC = Path.of("/etc/resolv.conf");

  /** Where systemd-resolved says whom it asks; /etc/resolv.conf names only itself then. */
  private static final Path BEHIND_RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  private static final String LOCAL =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private final Path folder;
  private final Warnings warnings;

  /**
   * Nothing happens yet.
   *
   * @param folder of the container
   * @param warnings is told if no name server can be reached
   */
  NameFiles(Path folder, Warnings warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /** Makes them, without an address yet; they belong to the container's root if it has one. */
  void make(NetworkRequest request, ContainerPlan plan) {
    write(NetworkFile.RESOLV_CONF, resolver(request, plan.id()).text(), plan);
    write(NetworkFile.HOSTS, LOCAL, plan);
    String name = plan.hostname().isPresent() ? plan.hostname().get() : plan.id();
    write(NetworkFile.HOSTNAME, name + "\n", plan);
  }

  /** Writes the container's addresses into its list of hosts. */
  void tell(List<IpAddress> addresses) {
    Path hosts = folder.resolve(NetworkFile.HOSTS.fileName());
    try {
      String name = Files.readString(folder.resolve(NetworkFile.HOSTNAME.fileName())).strip();
      StringBuilder text = new StringBuilder(LOCAL);
      for (IpAddress address : addresses) {
        text.append(address).append('\t').append(name).append('\n');
      }
      Files.writeString(hosts, text);
    } catch (IOException e) {
      throw new OperationException("write", hosts.toString(), e);
    }
  }

  /** Names the one server that the container's way out has, in place of the host's. */
  void tell(IpAddress nameServer) {
    Path file = folder.resolve(NetworkFile.RESOLV_CONF.fileName());
    try {
      Files.writeString(file, read(file).with(List.of(nameServer)).text());
    } catch (IOException e) {
      throw new OperationException("write", file.toString(), e);
    }
  }

  private ResolverFile resolver(NetworkRequest request, String id) {
    ResolverFile own = read(ETC);
    if (!request.nameServers().isEmpty()) {
      return own.with(request.nameServers());
    }
    ResolverFile reachable = own.reachable();
    if (!own.nameServers().isEmpty() && reachable.nameServers().isEmpty()) {
      reachable = read(BEHIND_RESOLVED).reachable();
    }
    if (reachable.nameServers().isEmpty() && request.mode() == NetworkMode.VETH) {
      warnings.tell(
          id
              + ": the container has no name server: "
              + (own.nameServers().isEmpty()
                  ? ETC + " has none"
                  : own.nameServers().get(0) + " of " + ETC + " can be reached only on the host")
              + "; --dns or io.jrunc.net.dns names one");
    }
    return reachable.others().isEmpty()
        ? new ResolverFile(reachable.nameServers(), own.others())
        : reachable;
  }

  private static ResolverFile read(Path file) {
    try {
      return ResolverFile.parse(Files.readAllLines(file));
    } catch (IOException e) {
      return new ResolverFile(List.of(), List.of()); // the host does without
    }
  }

  private void write(NetworkFile file, String content, ContainerPlan plan) {
    Path path = folder.resolve(file.fileName());
    try {
      Files.writeString(path, content);
      Files.setAttribute(path, "unix:mode", 0644);
      own(path, "unix:uid", plan.namespaces().uidMappings());
      own(path, "unix:gid", plan.namespaces().gidMappings());
    } catch (IOException e) {
      throw new OperationException("write", path.toString(), e);
    }
  }

  /** Gives it to the container's root, if that is another user and we may. */
  private static void own(Path path, String attribute, List<IdMapping> mappings)
      throws IOException {
    for (IdMapping mapping : mappings) {
      int owner = (int) mapping.hostId();
      if (mapping.containerId() == 0 && (Integer) Files.getAttribute(path, attribute) != owner) {
        try {
          Files.setAttribute(path, attribute, owner);
        } catch (IOException e) {
          return; // then it is read-only there
        }
      }
    }
  }
}
