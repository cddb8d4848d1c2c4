package io.jrunc.firewall;

import io.jrunc.link.Links;
import io.jrunc.linux.Kernel;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A host with two bridges of containers and two cables to other machines, which use it as gateway.
 *
 * <pre>
 *   other 10.9.0.2, fd09::2     --- up0    10.9.0.1, fd09::1
 *   third 10.10.0.2             --- up1    10.10.0.1
 *   web   172.22.0.2, fd22::2   --- jrunc0 172.22.0.1, fd22::1
 *   next  172.22.0.3, fd22::3   --- jrunc0
 *   far   172.23.0.2            --- jrunc1 172.23.0.1
 * </pre>
 */
final class Lab implements AutoCloseable {
  static final List<BridgedNetwork> NETWORKS =
      List.of(
          new BridgedNetwork("jrunc0", subnet("172.22.0.0/16"), Optional.of(subnet("fd22::/64"))),
          new BridgedNetwork("jrunc1", subnet("172.23.0.0/16"), Optional.empty()));

  private final Kernel kernel;
  private final List<Machine> machines = new ArrayList<>();
  final Machine host;
  final Machine other;
  final Machine third;
  final Machine web;
  final Machine next;
  final Machine far;

  Lab(Kernel kernel) throws Exception {
    this.kernel = kernel;
    this.host = machine("host");
    this.other = machine("other");
    this.third = machine("third");
    this.web = machine("web");
    this.next = machine("next");
    this.far = machine("far");
    try (Links links = Links.in(kernel, host.namespace())) {
      links.setUp("lo");
      bridge(links, "up0", "10.9.0.1/24", "fd09::1/64");
      bridge(links, "up1", "10.10.0.1/24");
      bridge(links, "jrunc0", "172.22.0.1/16", "fd22::1/64");
      bridge(links, "jrunc1", "172.23.0.1/16");
      join(links, "up0", other, "10.9.0.2/24", "fd09::2/64");
      join(links, "up1", third, "10.10.0.2/24");
      join(links, "jrunc0", web, "172.22.0.2/16", "fd22::2/64");
      join(links, "jrunc0", next, "172.22.0.3/16", "fd22::3/64");
      join(links, "jrunc1", far, "172.23.0.2/16");
    }
    for (String interfaceName : List.of("up0", "up1", "jrunc0", "jrunc1")) {
      host.sysctl("ipv4/conf/" + interfaceName + "/forwarding", "1");
    }
    for (BridgedNetwork network : NETWORKS) {
      host.sysctl("ipv4/conf/" + network.bridge() + "/route_localnet", "1");
    }
    host.sysctl("ipv6/conf/all/forwarding", "1");
  }

  private Machine machine(String name) throws Exception {
    Machine machine = Machine.make(kernel, name);
    machines.add(machine);
    return machine;
  }

  private static void bridge(Links links, String name, String... addresses) {
    links.addBridge(name, "trial");
    give(links, name, addresses);
  }

  private static void give(Links links, String name, String... addresses) {
    for (String text : addresses) {
      int slash = text.indexOf('/');
      int prefix = Integer.parseInt(text.substring(slash + 1));
      links.addAddress(name, address(text.substring(0, slash)), prefix);
    }
    links.setUp(name);
  }

  private void join(Links links, String bridge, Machine machine, String... addresses) {
    String port = "v" + machines.indexOf(machine);
    links.addVeth(port, bridge, "eth0", machine.namespace(), 1500);
    links.setUp(port);
    try (Links inside = Links.in(kernel, machine.namespace())) {
      inside.setUp("lo");
      give(inside, "eth0", addresses);
      for (String text : addresses) {
        int slash = text.indexOf('/');
        int prefix = Integer.parseInt(text.substring(slash + 1));
        inside.addDefaultRoute(Subnet.around(address(text.substring(0, slash)), prefix).gateway());
      }
    }
  }

  /** Makes the rules on the host, with these ports of {@code web} published. */
  void publish(Publication... publications) throws Exception {
    List<PortForward> forwards = new ArrayList<>();
    for (Publication publication : publications) {
      forwards.add(
          new PortForward(publication, List.of(address("172.22.0.2"), address("fd22::2"))));
    }
    apply(new Ruleset(NETWORKS, forwards, Set.of(), Set.of()));
  }

  void apply(Ruleset ruleset) throws Exception {
    host.call(
        () -> {
          new Firewall(kernel).apply(ruleset);
          return ruleset;
        });
  }

  /** The same ports in TCP and UDP, so many one after the other. */
  static Publication[] both(String address, int hostPort, int containerPort, int count) {
    Optional<IpAddress> host = IpAddress.parse(address);
    return new Publication[] {
      new Publication(host, hostPort, containerPort, count, Protocol.TCP),
      new Publication(host, hostPort, containerPort, count, Protocol.UDP)
    };
  }

  static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Subnet subnet(String text) {
    return Subnet.parse(text).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    for (Machine machine : machines) {
      machine.close();
    }
  }
}
