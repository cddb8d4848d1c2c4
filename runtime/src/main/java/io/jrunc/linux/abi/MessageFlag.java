package io.jrunc.linux.abi;

/** Flags of sendmsg(2) and recvmsg(2). */
public enum MessageFlag implements PortableConstant {
  MSG_OOB(1),
  MSG_PEEK(2),
  MSG_DONTROUTE(4),
  MSG_CTRUNC(8),
  MSG_TRUNC(0x20),
  MSG_DONTWAIT(0x40),
  MSG_EOR(0x80),
  MSG_WAITALL(0x100),
  MSG_NOSIGNAL(0x4000),
  MSG_CMSG_CLOEXEC(0x40000000);

  private final long value;

  MessageFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
