package io.jrunc.linux.abi;

/** Options of setsockopt(2) at level {@link SocketLevel#SOL_SOCKET}. */
public enum SocketOption implements PortableConstant {
  SO_REUSEADDR(2),
  SO_TYPE(3),
  SO_ERROR(4),
  SO_SNDBUF(7),
  SO_RCVBUF(8),
  SO_PASSCRED(16),
  SO_PEERCRED(17),
  SO_RCVTIMEO(20),
  SO_SNDTIMEO(21),
  SO_ACCEPTCONN(30),
  SO_PEERSEC(31),
  SO_PASSSEC(34),
  SO_DOMAIN(39),
  SO_PEERGROUPS(59),
  SO_PEERPIDFD(77);

  private final long value;

  SocketOption(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
