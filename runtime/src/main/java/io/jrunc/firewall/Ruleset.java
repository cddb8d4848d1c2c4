package io.jrunc.firewall;

import io.jrunc.error.OperationException;
import io.jrunc.network.Protocol;
import io.jrunc.network.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All rules that containers need, as one table of netfilter: {@code inet jrunc}.
 *
 * @param networks the bridges that have containers
 * @param forwards published ports; none of them overlap
 * @param guarded names of interfaces that got forwarding of IPv4 for the containers' sake: nothing
 *     is passed on between them, so the host doesn't become a router for others
 * @param guardedV6 the same for IPv6; {@code all} if all have got it
 */
public record Ruleset(
    List<BridgedNetwork> networks,
    List<PortForward> forwards,
    Set<String> guarded,
    Set<String> guardedV6) {
  private static final String ALL = "all";

  /** What takes the table away; no error if there is none. */
  static final String REMOVAL = "add table inet jrunc\ndelete table inet jrunc\n";

  /** Copies the collections. */
  public Ruleset {
    networks = List.copyOf(networks);
    forwards = List.copyOf(forwards);
    guarded = Set.copyOf(guarded);
    guardedV6 = Set.copyOf(guardedV6);
  }

  /** Commands for nft that replace the table as a whole; without networks there is none after. */
  public String text() {
    if (networks.isEmpty()) {
      return REMOVAL;
    }
    StringBuilder text = new StringBuilder(4096).append(REMOVAL).append("table inet jrunc {\n");
    List<String> rules = new ArrayList<>();
    maps(text, rules);
    raw(text);
    translation(text, rules);
    masquerade(text);
    forward(text);
    return text.append("}\n").toString();
  }

  /** A map of each kind that has elements, and the rules that look into them. */
  private void maps(StringBuilder text, List<String> rules) {
    List<String> later = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (PortMap map : PortMap.kinds(protocol)) {
        String elements = map.elements(forwards);
        if (!elements.isEmpty()) {
          text.append(map.definition(elements));
          (map.oneAddress() ? rules : later).add(map.rule());
        }
      }
    }
    if (!later.isEmpty()) {
      rules.add("ip6 daddr ::1 return"); // an answer to it is taken on lo alone, rt6_need_strict
      rules.add("fib daddr type != local return");
      rules.addAll(later);
    }
  }

  /**
   * So that the host reaches published ports by 127.0.0.1, the bridges have route_localnet, which
   * would open the services on 127.0.0.1 to containers and neighbours (CVE-2020-8558).
   */
  private static void raw(StringBuilder text) {
    text.append("  chain raw {\n    type filter hook prerouting priority raw\n");
    text.append("    iifname != \"lo\" ip daddr 127.0.0.0/8 drop\n");
    text.append("    iifname != \"lo\" ip saddr 127.0.0.0/8 drop\n  }\n");
  }

  private static void translation(StringBuilder text, List<String> rules) {
    if (rules.isEmpty()) {
      return;
    }
    text.append("  chain publish {\n");
    for (String rule : rules) {
      text.append("    ").append(rule).append('\n');
    }
    text.append("  }\n  chain prerouting {\n    type nat hook prerouting priority dstnat\n");
    text.append("    jump publish\n  }\n");
    text.append("  chain output {\n    type nat hook output priority -100\n");
    text.append("    jump publish\n  }\n");
  }

  /**
   * A container sees other hosts by their own addresses. It must not see the host's 127.0.0.1, nor
   * a neighbour that came by a published port, whom it would answer directly.
   */
  private void masquerade(StringBuilder text) {
    text.append("  chain postrouting {\n    type nat hook postrouting priority srcnat\n");
    for (BridgedNetwork network : networks) {
      String published = "    oifname " + name(network.bridge()) + " ct status dnat ";
      String v4 = network.v4().toString();
      text.append(published)
          .append("ip saddr { 127.0.0.0/8, ")
          .append(v4)
          .append(" } masquerade\n");
      text.append("    ip saddr ").append(v4).append(outward());
      Optional<Subnet> v6 = network.v6();
      if (v6.isPresent()) {
        text.append(published).append("ip6 saddr ").append(v6.get()).append(" masquerade\n");
        text.append("    ip6 saddr ").append(v6.get()).append(outward());
      }
    }
    text.append("  }\n");
  }

  private String outward() {
    return " oifname != " + bridges() + " masquerade\n";
  }

  /** Containers of other bridges, and other hosts, reach only what is published. */
  private void forward(StringBuilder text) {
    text.append("  chain forward {\n    type filter hook forward priority filter\n");
    guard(text, "ipv4", guarded);
    if (guardedV6.contains(ALL)) {
      String others = "!= " + bridges();
      text.append("    meta nfproto ipv6 iifname ").append(others);
      text.append(" oifname ").append(others).append(" drop\n");
    } else {
      guard(text, "ipv6", guardedV6);
    }
    text.append("    oifname != ").append(bridges()).append(" accept\n");
    text.append("    ct state established,related accept\n    ct status dnat accept\n");
    for (BridgedNetwork network : networks) {
      String name = name(network.bridge());
      text.append("    iifname ").append(name).append(" oifname ").append(name).append(" accept\n");
    }
    text.append("    drop\n  }\n");
  }

  private static void guard(StringBuilder text, String family, Set<String> devices) {
    if (!devices.isEmpty()) {
      String names = names(new TreeSet<>(devices));
      text.append("    meta nfproto ").append(family).append(" iifname ").append(names);
      text.append(" oifname ").append(names).append(" drop\n");
    }
  }

  private String bridges() {
    List<String> names = new ArrayList<>();
    for (BridgedNetwork network : networks) {
      names.add(network.bridge());
    }
    return names(names);
  }

  private static String names(Iterable<String> names) {
    StringBuilder set = new StringBuilder("{ ");
    for (String name : names) {
      set.append(set.length() > 2 ? ", " : "").append(name(name));
    }
    return set.append(" }").toString();
  }

  /**
   * An interface's name may hold anything but spaces and slashes; a star at its end is a pattern.
   */
  private static String name(String name) {
    if (name.indexOf('"') >= 0 || name.indexOf('\\') >= 0) {
      throw new OperationException("write rules for", name, "nftables can't say this name");
    }
    return '"' + name.replace("*", "\\*") + '"';
  }
}
