package io.jrunc.usernet;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * pasta of the package passt, as of 2023 and later: it passes on connections and datagrams by
 * sockets of the host, and gives the container the addresses and routes of the host.
 */
public final class Pasta implements NetworkProgram {
  private static final IpAddress NAME_SERVER =
      IpAddress.of((byte) 169, (byte) 254, (byte) 1, (byte) 1);

  @Override
  public String name() {
    return "pasta";
  }

  @Override
  public String packageName() {
    return "passt";
  }

  @Override
  public IpAddress nameServer() {
    return NAME_SERVER;
  }

  @Override
  public Optional<Refusal> refusal(NetworkRequest request) {
    String reason = "pasta gives the container the addresses of the host";
    if (!request.addresses().isEmpty()) {
      return Optional.of(new Refusal(NetworkAnnotations.PREFIX + "ip", reason));
    }
    if (request.subnet().isPresent() || request.subnet6().isPresent()) {
      return Optional.of(new Refusal(NetworkAnnotations.PREFIX + "subnet", reason));
    }
    return Optional.empty();
  }

  /** It closes all but the standard ones, so one of these has to tell that it is ready. */
  @Override
  public List<Stream> files() {
    return List.of(Stream.NAMESPACE, Stream.READINESS, Stream.LOG);
  }

  @Override
  public List<String> arguments(NetworkRequest request, Target target) {
    List<String> arguments = new ArrayList<>();
    arguments.add(name());
    arguments.add("--foreground"); // its pid is known before it begins
    arguments.add("--quiet");
    arguments.add("--config-net");
    arguments.add("--no-map-gw"); // or the gateway's address would be the host's loopback
    if (request.nameServers().isEmpty()) { // or answers of the host's own would come as if from it
      arguments.add("--dns-forward");
      arguments.add(NAME_SERVER.toString());
    }
    if (request.mtu().isPresent()) {
      arguments.add("--mtu");
      arguments.add(Integer.toString(request.mtu().getAsInt()));
    }
    publish(request.publications(), Protocol.TCP, "--tcp-ports", arguments);
    publish(request.publications(), Protocol.UDP, "--udp-ports", arguments);
    for (String fromInside : List.of("--tcp-ns", "--udp-ns")) {
      arguments.add(fromInside);
      arguments.add("none"); // the host's loopback is not the container's
    }
    arguments.add("--pid");
    arguments.add("/proc/self/fd/1"); // written once all is set up
    join(target, arguments);
    return arguments;
  }

  private static void publish(
      List<Publication> publications, Protocol protocol, String option, List<String> arguments) {
    int before = arguments.size();
    for (Publication publication : publications) {
      if (publication.protocol() == protocol) {
        arguments.add(option);
        arguments.add(ports(publication));
      }
    }
    if (arguments.size() == before) {
      arguments.add(option);
      arguments.add("none"); // it would publish whatever somebody inside listens on
    }
  }

  static String ports(Publication publication) {
    StringBuilder ports = new StringBuilder();
    if (publication.hostAddress().isPresent()) {
      ports.append(publication.hostAddress().get()).append('/');
    }
    range(publication.hostPort(), publication.count(), ports);
    ports.append(':');
    range(publication.containerPort(), publication.count(), ports);
    return ports.toString();
  }

  private static void range(int first, int count, StringBuilder into) {
    into.append(first);
    if (count > 1) {
      into.append('-').append(first + count - 1);
    }
  }

  /** Newer ones end by themselves when the process is gone, older ones don't. */
  private static void join(Target target, List<String> arguments) {
    if (target.asRoot()) {
      arguments.add("--runas");
      arguments.add("0"); // it would become nobody, who may not enter the namespaces
    }
    if (!target.watchable()) {
      arguments.add("--no-netns-quit");
    }
    if (target.ownUserNamespace()) {
      arguments.add(Integer.toString(target.init()));
      return;
    }
    arguments.add("--netns-only");
    arguments.add("--netns");
    arguments.add("/proc/self/fd/0"); // as root it has dropped the right to open that of a process
  }
}
