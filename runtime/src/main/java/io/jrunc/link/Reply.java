package io.jrunc.link;

import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.NetlinkErrorAttribute;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.NetlinkType;
import io.jrunc.linux.abi.PortableConstant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One message from the kernel. */
final class Reply {
  private final byte[] datagram;
  private final ByteBuffer bytes;
  private final int at;

  private Reply(byte[] datagram, ByteBuffer bytes, int at) {
    this.datagram = datagram;
    this.bytes = bytes;
    this.at = at;
  }

  /** The messages that came at once. */
  static List<Reply> split(byte[] datagram) {
    ByteBuffer bytes = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    List<Reply> replies = new ArrayList<>();
    int at = 0;
    while (at < datagram.length) {
      int length = at + Request.HEADER > datagram.length ? 0 : bytes.getInt(at);
      if (length < Request.HEADER || length > datagram.length - at) {
        throw cutOff();
      }
      replies.add(new Reply(datagram, bytes, at));
      at += (length + 3) & ~3;
    }
    return replies;
  }

  private static OperationException cutOff() {
    return new OperationException("read", "netlink message", "it is cut off");
  }

  boolean is(PortableConstant type) {
    return (bytes.getShort(at + 4) & 0xffff) == type.value();
  }

  boolean has(NetlinkFlag flag) {
    return (bytes.getShort(at + 6) & flag.value()) != 0;
  }

  int sequence() {
    return bytes.getInt(at + 8);
  }

  /** The unsigned byte so far behind the header. */
  int byteAt(int offset) {
    require(offset + 1);
    return bytes.get(at + Request.HEADER + offset) & 0xff;
  }

  /** The number of 32 bits so far behind the header. */
  int intAt(int offset) {
    require(offset + Integer.BYTES);
    return bytes.getInt(at + Request.HEADER + offset);
  }

  /** What is behind the header; a copy. */
  byte[] payload() {
    return Arrays.copyOfRange(datagram, at + Request.HEADER, at + length());
  }

  /** The attributes behind a structure of so many bytes. */
  Attributes attributes(int structure) {
    require(structure);
    return new Attributes(datagram, at + Request.HEADER + structure, at + length());
  }

  /** The errno of an {@link NetlinkType#NLMSG_ERROR}, or of a dump's end; 0: it went well. */
  int error() {
    return length() < Request.HEADER + Integer.BYTES ? 0 : -intAt(0);
  }

  /** What the kernel says about an error; may be empty. */
  String words() {
    if (!has(NetlinkFlag.NLM_F_ACK_TLVS)) {
      return "";
    }
    int structure = Integer.BYTES;
    if (is(NetlinkType.NLMSG_ERROR)) { // with the request's header, or with the whole request
      int request = (intAt(Integer.BYTES) + 3) & ~3;
      structure += has(NetlinkFlag.NLM_F_CAPPED) ? Request.HEADER : request;
    }
    return attributes(structure).string(NetlinkErrorAttribute.NLMSGERR_ATTR_MSG).orElse("");
  }

  private void require(int length) {
    if (length < 0 || length > length() - Request.HEADER) {
      throw cutOff();
    }
  }

  private int length() {
    return bytes.getInt(at);
  }
}
