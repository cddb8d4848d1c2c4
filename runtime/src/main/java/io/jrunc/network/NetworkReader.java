package io.jrunc.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the annotations of one container, and finds everything that is wrong with them. */
final class NetworkReader {
  private static final String CONTAINER = NetworkMode.CONTAINER.word() + ":";
  private static final int SMALLEST_MTU = 68; // RFC 791
  private static final int SMALLEST_MTU_V6 = 1280; // RFC 8200
  private static final int LARGEST_MTU = 65_535;

  /** Resolvers ask no more of them, see resolv.conf(5). */
  private static final int MOST_NAME_SERVERS = 3;

  private final Map<String, String> annotations;
  private final List<NetworkProblem> problems = new ArrayList<>();
  private Optional<Subnet> subnet = Optional.empty();
  private Optional<Subnet> subnet6 = Optional.empty();
  private final List<IpAddress> addresses = new ArrayList<>();
  private final List<IpAddress> nameServers = new ArrayList<>();
  private final List<Publication> publications = new ArrayList<>();

  NetworkReader(Map<String, String> annotations) {
    this.annotations = annotations;
  }

  NetworkReading read() {
    findUnknown();
    String word = annotations.get(NetworkAnnotations.MODE);
    NetworkMode mode = mode(word);
    if (mode != null) {
      findMeaningless(mode, word != null);
    }
    readSubnets();
    readAddresses();
    boolean ipv6 = ipv6();
    OptionalInt mtu = mtu(ipv6);
    readNameServers();
    readPublications();
    if (mode == NetworkMode.VETH && problems.isEmpty()) {
      findUnreachable(ipv6);
    }
    boolean asked = word != null || mode != NetworkMode.NONE;
    if (mode == null || !asked || !problems.isEmpty()) {
      return new NetworkReading(Optional.empty(), problems);
    }
    Optional<String> container =
        mode == NetworkMode.CONTAINER && word != null
            ? Optional.of(word.substring(CONTAINER.length()))
            : Optional.empty();
    NetworkRequest request =
        new NetworkRequest(
            mode, container, subnet, subnet6, ipv6, addresses, mtu, nameServers, publications);
    return new NetworkReading(Optional.of(request), problems);
  }

  private void findUnknown() {
    for (String name : annotations.keySet()) {
      boolean known =
          !name.startsWith(NetworkAnnotations.PREFIX)
              || NetworkAnnotations.ASKING.contains(name)
              || name.equals(NetworkAnnotations.ADDRESSES)
              || name.equals(NetworkAnnotations.PORTS);
      if (!known) {
        Optional<String> meant = Nearest.of(name, NetworkAnnotations.ASKING);
        add(name, meant.isPresent() ? "is unknown; is " + meant.get() + " meant?" : "is unknown");
      }
    }
  }

  /** Null for a word that is none. */
  private @Nullable NetworkMode mode(@Nullable String word) {
    if (word == null) {
      return annotations.containsKey(NetworkAnnotations.PUBLISH)
          ? NetworkMode.AUTO
          : NetworkMode.NONE;
    }
    if (word.startsWith(CONTAINER) && word.length() > CONTAINER.length()) {
      return NetworkMode.CONTAINER;
    }
    for (NetworkMode mode : NetworkMode.values()) {
      if (mode.word().equals(word) && mode != NetworkMode.CONTAINER) {
        return mode;
      }
    }
    refuse(
        NetworkAnnotations.MODE,
        word,
        "is not none, veth, host, container:ID, pasta, slirp4netns or auto");
    return null;
  }

  private void findMeaningless(NetworkMode mode, boolean given) {
    for (String name : NetworkAnnotations.ASKING) {
      boolean ofSubnets =
          name.equals(NetworkAnnotations.IP) || name.equals(NetworkAnnotations.SUBNET);
      boolean meant =
          name.equals(NetworkAnnotations.MODE)
              || (ofSubnets ? mode.hasSubnet() : mode.leadsOut())
              || !annotations.containsKey(name);
      if (!meant) {
        add(name, "has no meaning " + (given ? "in mode " + mode.word() : "without a mode"));
      }
    }
  }

  private void readSubnets() {
    for (String text : list(NetworkAnnotations.SUBNET)) {
      try {
        Subnet read = SubnetParser.parse(text);
        if ((read.first().isV6() ? subnet6 : subnet).isPresent()) {
          throw new MalformedException("is a second subnet of its kind");
        }
        if (read.first().isV6()) {
          subnet6 = Optional.of(read);
        } else {
          subnet = Optional.of(read);
        }
      } catch (MalformedException e) {
        refuse(NetworkAnnotations.SUBNET, text, e.getMessage());
      }
    }
  }

  private void readAddresses() {
    for (String text : list(NetworkAnnotations.IP)) {
      try {
        IpAddress address = address(text);
        if (!addresses.isEmpty() && addresses.get(0).isV6() == address.isV6()) {
          throw new MalformedException("is a second address of its kind");
        }
        checkPlace(address);
        addresses.add(address);
      } catch (MalformedException e) {
        refuse(NetworkAnnotations.IP, text, e.getMessage());
      }
    }
  }

  private static IpAddress address(String text) throws MalformedException {
    Optional<IpAddress> address = IpAddress.parse(text);
    if (address.isEmpty()) {
      throw new MalformedException("is no address");
    }
    return address.get();
  }

  private void checkPlace(IpAddress address) throws MalformedException {
    if (address.isV6() && subnet6.isEmpty()) {
      throw new MalformedException("is of IPv6, and no subnet of it is asked for");
    }
    Subnet place = address.isV6() ? subnet6.get() : subnet.orElse(NetworkRequest.SUBNET);
    if (!place.contains(address)) {
      throw new MalformedException("is not in the subnet " + place);
    }
    if (address.equals(place.first())) {
      throw new MalformedException("is the address of the subnet " + place + " itself");
    }
    if (address.equals(place.gateway())) {
      throw new MalformedException("is the host's own address in the subnet " + place);
    }
    if (!address.isV6() && address.equals(place.last())) {
      throw new MalformedException("is the address for all in the subnet " + place);
    }
  }

  private boolean ipv6() {
    String word = annotations.get(NetworkAnnotations.IPV6);
    boolean implied = subnet6.isPresent();
    if (word == null || word.equals("true")) {
      return word != null || implied;
    }
    if (!word.equals("false")) {
      refuse(NetworkAnnotations.IPV6, word, "is neither true nor false");
    } else if (implied) {
      refuse(NetworkAnnotations.IPV6, word, "contradicts the subnet of IPv6 that is asked for");
    }
    return false;
  }

  private OptionalInt mtu(boolean ipv6) {
    String text = annotations.get(NetworkAnnotations.MTU);
    if (text == null) {
      return OptionalInt.empty();
    }
    int smallest = ipv6 ? SMALLEST_MTU_V6 : SMALLEST_MTU;
    long mtu = Decimal.parse(text, LARGEST_MTU);
    if (mtu < smallest) {
      refuse(
          NetworkAnnotations.MTU,
          text,
          "is not in " + smallest + " to " + LARGEST_MTU + (ipv6 ? ", which IPv6 needs" : ""));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) mtu);
  }

  private void readNameServers() {
    for (String text : list(NetworkAnnotations.DNS)) {
      try {
        IpAddress address = address(text);
        if (address.isAny()) {
          throw new MalformedException("is the address of nobody");
        }
        if (nameServers.size() == MOST_NAME_SERVERS) {
          throw new MalformedException(
              "is one too many: no more than " + MOST_NAME_SERVERS + " name servers are asked");
        }
        nameServers.add(address);
      } catch (MalformedException e) {
        refuse(NetworkAnnotations.DNS, text, e.getMessage());
      }
    }
  }

  private void readPublications() {
    for (String text : list(NetworkAnnotations.PUBLISH)) {
      try {
        Publication publication = PublicationParser.parse(text);
        for (Publication other : publications) {
          if (publication.overlaps(other)) {
            throw new MalformedException("takes a port of the host that " + other + " has taken");
          }
        }
        publications.add(publication);
      } catch (MalformedException e) {
        refuse(NetworkAnnotations.PUBLISH, text, e.getMessage());
      }
    }
  }

  /** The kernel passes on what comes from 127.0.0.1, if it is told to, but nothing from ::1. */
  private void findUnreachable(boolean ipv6) {
    for (Publication publication : publications) {
      Optional<IpAddress> address = publication.hostAddress();
      if (address.isPresent() && address.get().isV6()) {
        if (address.get().isLoopback()) {
          refuse(
              NetworkAnnotations.PUBLISH,
              publication.toString(),
              "cannot be reached: the kernel passes nothing on from ::1 to a veth device");
        } else if (!ipv6) {
          refuse(
              NetworkAnnotations.PUBLISH,
              publication.toString(),
              "is of IPv6, which is not asked for");
        }
      }
    }
  }

  private String[] list(String name) {
    String text = annotations.get(name);
    return text == null ? new String[0] : text.split(",", -1);
  }

  private void refuse(String name, String value, @Nullable String message) {
    problems.add(new NetworkProblem(name, Optional.of(value), String.valueOf(message)));
  }

  private void add(String name, String message) {
    problems.add(new NetworkProblem(name, Optional.empty(), message));
  }
}
