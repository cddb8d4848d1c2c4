package io.jrunc.linux.abi;

/** Events of poll(2). */
public enum PollEvent implements PortableConstant {
  POLLIN(1),
  POLLPRI(2),
  POLLOUT(4),
  POLLERR(8),
  POLLHUP(0x10),
  POLLNVAL(0x20),
  POLLRDHUP(0x2000);

  private final long value;

  PollEvent(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
