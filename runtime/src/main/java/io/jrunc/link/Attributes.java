package io.jrunc.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.PortableConstant;
import io.jrunc.network.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of a message from the kernel, or those inside another attribute. */
final class Attributes {
  private static final int HEADER = 4;

  /** The two highest bits of a type say how its value is to be read. */
  private static final int TYPE = 0x3fff;

  private final byte[] message;
  private final ByteBuffer bytes;
  private final int from;
  private final int to;

  /** Those from one byte up to another, which must fill it. */
  Attributes(byte[] message, int from, int to) {
    this.message = message;
    this.bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    this.from = from;
    this.to = to;
    int at = from;
    while (at < to) {
      if (at + HEADER > to || length(at) < HEADER || at + length(at) > to) {
        throw new OperationException("read", "netlink message", "an attribute is cut off");
      }
      at = next(at);
    }
  }

  /** The value of the first one of this type. */
  Optional<byte[]> bytes(PortableConstant type) {
    int at = find(type);
    return at < 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(message, at + HEADER, at + length(at)));
  }

  /** A string, without the zero byte at its end. */
  Optional<String> string(PortableConstant type) {
    int at = find(type);
    if (at < 0) {
      return Optional.empty();
    }
    int end = at + HEADER;
    while (end < at + length(at) && bytes.get(end) != 0) {
      end++;
    }
    return Optional.of(new String(message, at + HEADER, end - at - HEADER, UTF_8));
  }

  /** A number of 32 bits. */
  OptionalInt integer(PortableConstant type) {
    int at = find(type);
    return at < 0 || length(at) < HEADER + Integer.BYTES
        ? OptionalInt.empty()
        : OptionalInt.of(bytes.getInt(at + HEADER));
  }

  /** An address of 4 or 16 bytes. */
  Optional<IpAddress> address(PortableConstant type) {
    int at = find(type);
    int size = at < 0 ? 0 : length(at) - HEADER;
    return size == 4 || size == 16 ? bytes(type).map(IpAddress::of) : Optional.empty();
  }

  /** Those inside one; none if it isn't there. */
  Attributes nested(PortableConstant type) {
    int at = find(type);
    return at < 0
        ? new Attributes(message, 0, 0)
        : new Attributes(message, at + HEADER, at + length(at));
  }

  /** Writes all but some of them. */
  void copyTo(Request request, PortableConstant... except) {
    for (int at = from; at < to; at = next(at)) {
      boolean left = false;
      for (PortableConstant type : except) {
        left |= (bytes.getShort(at + 2) & TYPE) == type.value();
      }
      if (!left) {
        request.raw(Arrays.copyOfRange(message, at, at + length(at)));
      }
    }
  }

  private int find(PortableConstant type) {
    for (int at = from; at < to; at = next(at)) {
      if ((bytes.getShort(at + 2) & TYPE) == type.value()) {
        return at;
      }
    }
    return -1;
  }

  private int length(int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private int next(int at) {
    return at + ((length(at) + 3) & ~3);
  }
}
