package io.jrunc.network;

/** Where a container's network comes from. */
public enum NetworkMode {
  /** Nowhere: there is only its own loopback device. */
  NONE("none"),
  /** A pair of virtual Ethernet devices, one end in the container, the other on a bridge. */
  VETH("veth"),
  /** It is the host's. */
  HOST("host"),
  /** It is that of another container, {@code container:ID}. */
  CONTAINER("container"),
  /** The program pasta passes packets on as the calling user. */
  PASTA("pasta"),
  /** The program slirp4netns does. */
  SLIRP4NETNS("slirp4netns"),
  /** VETH for root; for others PASTA or SLIRP4NETNS, whichever is there. */
  AUTO("auto");

  private final String word;

  NetworkMode(String word) {
    this.word = word;
  }

  /** As it is written in options and annotations. */
  public String word() {
    return word;
  }

  /** Whether it brings a way out of its own, with name servers and published ports. */
  public boolean leadsOut() {
    return this == VETH || this == PASTA || this == SLIRP4NETNS || this == AUTO;
  }

  /** Whether addresses can be asked for. */
  boolean hasSubnet() {
    return this == VETH || this == AUTO;
  }
}
