package io.jrunc.linux;

import java.util.List;
import java.util.Optional;

/** What one recvmsg(2) brought; the descriptors are the receiver's to close. */
public final class Message implements AutoCloseable {

  private final byte[] bytes;
  private final List<Fd> descriptors;
  private final Optional<Credentials> sender;

  /** Takes over bytes and descriptors. */
  public Message(byte[] bytes, List<Fd> descriptors, Optional<Credentials> sender) {
    this.bytes = bytes;
    this.descriptors = List.copyOf(descriptors);
    this.sender = sender;
  }

  /** The data; on a SOCK_SEQPACKET socket one whole message. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The descriptors that came with it, in the sender's order. */
  public List<Fd> descriptors() {
    return descriptors;
  }

  /** Who sent it; empty unless the socket asked for it before. */
  public Optional<Credentials> sender() {
    return sender;
  }

  /** Closes all descriptors that came with it. */
  @Override
  public void close() {
    descriptors.forEach(Fd::close);
  }
}
