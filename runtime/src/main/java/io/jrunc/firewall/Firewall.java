package io.jrunc.firewall;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.NftablesLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The table {@code inet jrunc} of netfilter, in the network namespace of the calling thread. Other
 * tables are only read.
 */
public final class Firewall {
  private static final String OWN = "table inet jrunc";

  /** Its chain has the policy to accept, but a rule at its end that rejects the rest. */
  private static final String FIREWALLD = " firewalld";

  /** The tables that are better changed by their own programs. */
  private static final Map<String, String> PROGRAMS =
      Map.of("ip filter", "iptables", "ip6 filter", "ip6tables");

  private final NftablesLibrary nftables;

  /** Does nothing yet. */
  public Firewall(Kernel kernel) {
    this.nftables = kernel.nftablesLibrary();
  }

  /** Makes the table anew, in one transaction: after an error it is what it was before. */
  public void apply(Ruleset ruleset) {
    nftables.run(ruleset.text());
  }

  /** Takes the table away, if there is one. */
  public void remove() {
    nftables.run(Ruleset.REMOVAL);
  }

  /**
   * Chains of others that drop what they don't know of all that is passed on, so also packets from
   * and to containers: {@code ip filter FORWARD}. Those whose table lets bridges of ours pass, both
   * in and out, are left out. Rules made by the old {@code iptables-legacy} can't be seen.
   */
  public List<String> othersThatDrop() {
    List<String> chains = new ArrayList<>();
    for (String chain : dropping(nftables.run("list chains"))) {
      if (!isPlain(chain)) {
        continue; // whoever named it so wants it to be taken for something else
      }
      String table = chain.substring(0, chain.lastIndexOf(' '));
      if (!letsPass(nftables.run("list table " + table))) {
        chains.add(chain);
      }
    }
    return chains;
  }

  /**
   * What the owner of this host can do so that a chain lets containers' packets pass.
   *
   * @param chain as {@link #othersThatDrop} names it
   * @param bridge the containers' bridge
   * @return commands
   */
  public String remedy(String chain, String bridge) {
    int end = chain.lastIndexOf(' ');
    String table = chain.substring(0, end);
    if (table.endsWith(FIREWALLD)) {
      return "firewall-cmd --zone=trusted --add-interface=" + bridge;
    }
    String program = PROGRAMS.get(table);
    if (program == null) {
      String rule = "nft insert rule " + chain + ' ';
      return rule + "iifname " + bridge + " accept; " + rule + "oifname " + bridge + " accept";
    }
    boolean docker = nftables.run("list table " + table).contains("chain DOCKER-USER {");
    String rule = program + " -I " + (docker ? "DOCKER-USER" : chain.substring(end + 1));
    return rule + " -i " + bridge + " -j ACCEPT; " + rule + " -o " + bridge + " -j ACCEPT";
  }

  /** From what {@code list chains} prints: a table in a line, a chain, its hook and its policy. */
  static List<String> dropping(String listing) {
    List<String> chains = new ArrayList<>();
    String table = "";
    String chain = "";
    for (String line : listing.split("\n", -1)) {
      String words = line.strip();
      if (words.startsWith("table ")) {
        table = words;
      } else if (words.startsWith("chain ")) {
        chain = words;
      } else if (words.contains(" hook forward ")
          && (words.endsWith("policy drop;") || table.contains(FIREWALLD))
          && !table.startsWith(OWN)
          && !table.startsWith("table bridge ")) {
        chains.add(name(table) + ' ' + name(chain));
      }
    }
    return chains;
  }

  private static boolean isPlain(String names) {
    for (int i = 0; i < names.length(); i++) {
      char c = names.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && " _.-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** What stands between a line's first word and its brace: {@code ip filter}. */
  private static String name(String line) {
    return line.substring(line.indexOf(' ') + 1, line.length() - " {".length());
  }

  static boolean letsPass(String table) {
    boolean in = false;
    boolean out = false;
    for (String rule : table.split("\n", -1)) {
      boolean accepts = rule.contains(" accept") || rule.contains(" goto "); // goto a zone's chain
      in |= accepts && rule.contains("iifname \"jrunc");
      out |= accepts && rule.contains("oifname \"jrunc");
    }
    return in && out;
  }
}
