package io.jrunc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file like /etc/resolv.conf.
 *
 * @param nameServers in the order in which they are asked, as they are written: an address of IPv6
 *     may have a zone
 * @param others all other lines that say something, such as {@code search} and {@code options}
 */
public record ResolverFile(List<String> nameServers, List<String> others) {
  private static final String NAME_SERVER = "nameserver";

  /** Copies the lists. */
  public ResolverFile {
    nameServers = List.copyOf(nameServers);
    others = List.copyOf(others);
  }

  /** From its lines; comments are left out. */
  public static ResolverFile parse(List<String> lines) {
    List<String> nameServers = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == ';') {
        continue;
      }
      int end = NAME_SERVER.length();
      boolean isNameServer =
          text.startsWith(NAME_SERVER)
              && text.length() > end
              && Character.isWhitespace(text.charAt(end));
      if (isNameServer) {
        nameServers.add(text.substring(end).strip());
      } else {
        others.add(text);
      }
    }
    return new ResolverFile(nameServers, others);
  }

  /** The same with other servers. */
  public ResolverFile with(List<IpAddress> servers) {
    List<String> texts = new ArrayList<>();
    for (IpAddress server : servers) {
      texts.add(server.toString());
    }
    return new ResolverFile(texts, others);
  }

  /**
   * The same without servers that can be reached only on this very machine: those on its loopback
   * device, and those of one of its links.
   */
  public ResolverFile reachable() {
    List<String> kept = new ArrayList<>();
    for (String server : nameServers) {
      Optional<IpAddress> address = IpAddress.parse(server);
      if (address.isPresent() && !address.get().isLoopback() && !address.get().isAny()) {
        kept.add(server);
      }
    }
    return new ResolverFile(kept, others);
  }

  /** The file's content. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String other : others) {
      text.append(other).append('\n');
    }
    for (String server : nameServers) {
      text.append(NAME_SERVER).append(' ').append(server).append('\n');
    }
    return text.toString();
  }
}
