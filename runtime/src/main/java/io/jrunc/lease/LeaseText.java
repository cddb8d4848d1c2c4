package io.jrunc.lease;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form of leases and of the table of bridges: lines of words with tabs between them, the last
 * of which says {@code end}, so that half a file is not taken for a whole one.
 *
 * <pre>
 * jrunc    1                           the version of this form
 * init     11        1001              pid and start time
 * bridge   jrunc0
 * link     jrac160002
 * address  172.22.0.2                  one or two
 * publish  * 8080 80 1 tcp             address (or *), host's port, container's, how many, protocol
 * end
 *
 * jrunc    1
 * bridge   jrunc0 172.22.0.0/16 - 172.22.0.2 -   name, IPv4, IPv6, the last of each; - for none
 * end
 * </pre>
 */
final class LeaseText {
  private static final String VERSION = "1";
  private static final String NONE = "-";
  private static final String ANY = "*";

  private LeaseText() {}

  static String of(Lease lease) {
    StringBuilder text = new StringBuilder(160);
    line(text, "jrunc", VERSION);
    line(text, "init", Integer.toString(lease.initPid()), Long.toString(lease.initStartTime()));
    line(text, "bridge", lease.bridge());
    line(text, "link", lease.link());
    for (IpAddress address : lease.addresses()) {
      line(text, "address", address.toString());
    }
    for (Publication publication : lease.publications()) {
      line(
          text,
          "publish",
          publication.hostAddress().isEmpty() ? ANY : publication.hostAddress().get().toString(),
          Integer.toString(publication.hostPort()),
          Integer.toString(publication.containerPort()),
          Integer.toString(publication.count()),
          publication.protocol().word());
    }
    return text.append("end\n").toString();
  }

  static String of(List<LeasedBridge> bridges) {
    StringBuilder text = new StringBuilder(80);
    line(text, "jrunc", VERSION);
    for (LeasedBridge bridge : bridges) {
      line(
          text,
          "bridge",
          bridge.name(),
          bridge.v4().toString(),
          bridge.v6().isEmpty() ? NONE : bridge.v6().get().toString(),
          bridge.last().isEmpty() ? NONE : bridge.last().get().toString(),
          bridge.last6().isEmpty() ? NONE : bridge.last6().get().toString());
    }
    return text.append("end\n").toString();
  }

  /**
   * Reads a lease; lines with unknown names are ignored.
   *
   * @throws IOException when it is something else
   */
  static Lease lease(String container, String text) throws IOException {
    List<IpAddress> addresses = new ArrayList<>();
    List<Publication> publications = new ArrayList<>();
    String[] init = new String[0];
    String bridge = "";
    String link = "";
    for (String[] line : lines(text)) {
      switch (line[0]) {
        case "init" -> init = line;
        case "bridge" -> bridge = word(line, 1);
        case "link" -> link = word(line, 1);
        case "address" -> addresses.add(address(word(line, 1)));
        case "publish" -> publications.add(publication(line));
        default -> {}
      }
    }
    if (init.length < 3 || bridge.isEmpty() || link.isEmpty() || addresses.isEmpty()) {
      throw new IOException("not whole");
    }
    int pid = (int) number(init[1], Integer.MAX_VALUE);
    long startTime = number(init[2], Long.MAX_VALUE);
    return new Lease(container, pid, startTime, bridge, link, addresses, publications);
  }

  /**
   * Reads the table of bridges.
   *
   * @throws IOException when it is something else
   */
  static List<LeasedBridge> bridges(String text) throws IOException {
    List<LeasedBridge> bridges = new ArrayList<>();
    for (String[] line : lines(text)) {
      if (line[0].equals("bridge")) {
        bridges.add(
            new LeasedBridge(
                word(line, 1),
                subnet(word(line, 2)),
                word(line, 3).equals(NONE) ? Optional.empty() : Optional.of(subnet(line[3])),
                word(line, 4).equals(NONE) ? Optional.empty() : Optional.of(address(line[4])),
                word(line, 5).equals(NONE) ? Optional.empty() : Optional.of(address(line[5]))));
      }
    }
    return bridges;
  }

  private static List<String[]> lines(String text) throws IOException {
    List<String[]> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end).split("\t", -1));
      start = end + 1;
    }
    if (lines.isEmpty() || !lines.get(lines.size() - 1)[0].equals("end")) {
      throw new IOException("not whole");
    }
    String[] version = lines.get(0);
    if (!version[0].equals("jrunc") || !word(version, 1).equals(VERSION)) {
      throw new IOException("of another jrunc");
    }
    return lines;
  }

  private static Publication publication(String[] line) throws IOException {
    String host = word(line, 1);
    try {
      return new Publication(
          host.equals(ANY) ? Optional.empty() : Optional.of(address(host)),
          (int) number(word(line, 2), 65_535),
          (int) number(word(line, 3), 65_535),
          (int) number(word(line, 4), 65_535),
          protocol(word(line, 5)));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Protocol protocol(String word) throws IOException {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.word().equals(word)) {
        return protocol;
      }
    }
    throw new IOException("\"" + word + "\" is no protocol");
  }

  private static IpAddress address(String word) throws IOException {
    Optional<IpAddress> address = IpAddress.parse(word);
    if (address.isEmpty()) {
      throw new IOException("\"" + word + "\" is no address");
    }
    return address.get();
  }

  private static Subnet subnet(String word) throws IOException {
    Optional<Subnet> subnet = Subnet.parse(word);
    if (subnet.isEmpty()) {
      throw new IOException("\"" + word + "\" is no subnet");
    }
    return subnet.get();
  }

  private static long number(String word, long most) throws IOException {
    try {
      long number = Long.parseLong(word);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("\"" + word + "\" is no number", e);
    }
    throw new IOException("\"" + word + "\" is out of range");
  }

  private static String word(String[] line, int index) throws IOException {
    if (index >= line.length) {
      throw new IOException(line[0] + " is not whole");
    }
    return line[index];
  }

  private static void line(StringBuilder text, String name, String... words) {
    text.append(name);
    for (String word : words) {
      text.append('\t').append(word);
    }
    text.append('\n');
  }
}
