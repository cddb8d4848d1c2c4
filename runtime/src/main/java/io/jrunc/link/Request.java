package io.jrunc.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.PortableConstant;
import io.jrunc.network.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message to the kernel while it is written: the header, a structure that the type prescribes,
 * attributes. Numbers are in the machine's byte order; everything begins at a multiple of 4.
 */
final class Request {

  /** {@code struct nlmsghdr}, and where its fields begin. */
  static final int HEADER = 16;

  private static final int FLAGS_AT = 6;
  private static final int SEQUENCE_AT = 8;

  /** {@code struct nlattr}: the length with this header, and the type. */
  private static final int ATTRIBUTE = 4;

  /** NLA_F_NESTED, in the type. */
  private static final int NESTED = 0x8000;

  private static final int FIRST_SIZE = 256;

  private final PortableConstant type;
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE).order(ByteOrder.nativeOrder());

  Request(PortableConstant type, NetlinkFlag... flags) {
    this.type = type;
    buffer.putShort(4, (short) type.value());
    buffer.putShort(FLAGS_AT, (short) (Flags.bits(flags) | NetlinkFlag.NLM_F_REQUEST.value()));
    buffer.position(HEADER);
  }

  /** Its type, for messages. */
  PortableConstant type() {
    return type;
  }

  /** {@code struct ifinfomsg}: a network device. */
  Request link(int index, long flags, long change) {
    room(16);
    buffer.putInt(0).putInt(index).putInt((int) flags).putInt((int) change);
    return this;
  }

  /** {@code struct ifaddrmsg}: an address. */
  Request address(long family, int prefix, long flags, int index) {
    room(8);
    buffer.put((byte) family).put((byte) prefix).put((byte) flags).put((byte) 0).putInt(index);
    return this;
  }

  /** {@code struct rtmsg}: a route. */
  Request route(long family, int prefix, int table, int protocol, int scope, int kind) {
    room(12);
    buffer.put((byte) family).put((byte) prefix).put((byte) 0).put((byte) 0);
    buffer.put((byte) table).put((byte) protocol).put((byte) scope).put((byte) kind).putInt(0);
    return this;
  }

  /** {@code struct nfgenmsg}: what netfilter's messages begin with. */
  Request netfilter(AddressFamily family) {
    room(4);
    buffer.put((byte) family.value()).put((byte) 0).putShort((short) 0);
    return this;
  }

  /** Bytes as they are: a structure with attributes that the kernel had sent. */
  Request raw(byte[] bytes) {
    room(bytes.length + 3);
    buffer.put(bytes);
    pad();
    return this;
  }

  Request put(PortableConstant attribute, byte[] value) {
    room(ATTRIBUTE + value.length + 3);
    buffer.putShort((short) (ATTRIBUTE + value.length)).putShort((short) attribute.value());
    buffer.put(value);
    pad();
    return this;
  }

  Request put(PortableConstant attribute, int value) {
    room(ATTRIBUTE + Integer.BYTES);
    buffer.putShort((short) (ATTRIBUTE + Integer.BYTES)).putShort((short) attribute.value());
    buffer.putInt(value);
    return this;
  }

  Request put(PortableConstant attribute, IpAddress value) {
    return put(attribute, value.bytes());
  }

  /** A string with a zero byte at its end. */
  Request put(PortableConstant attribute, String value) {
    byte[] text = value.getBytes(UTF_8);
    byte[] bytes = new byte[text.length + 1];
    System.arraycopy(text, 0, bytes, 0, text.length);
    return put(attribute, bytes);
  }

  /** Begins an attribute that holds attributes; the answer is for {@link #end}. */
  int begin(PortableConstant attribute) {
    room(ATTRIBUTE);
    int at = buffer.position();
    buffer.putShort((short) 0).putShort((short) attribute.value());
    return at;
  }

  /** The same for one that the kernel takes only with the mark that it holds attributes. */
  int beginMarked(PortableConstant attribute) {
    int at = begin(attribute);
    buffer.putShort(at + 2, (short) (attribute.value() | NESTED));
    return at;
  }

  /** Ends it. */
  Request end(int begin) {
    buffer.putShort(begin, (short) (buffer.position() - begin));
    return this;
  }

  /** The whole message. */
  byte[] bytes(int sequence) {
    int length = buffer.position();
    buffer.putInt(0, length);
    buffer.putInt(SEQUENCE_AT, sequence);
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return bytes;
  }

  private void pad() {
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer.flip();
      buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).put(buffer);
    }
  }
}
