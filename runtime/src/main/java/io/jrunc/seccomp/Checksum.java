package io.jrunc.seccomp;

import java.nio.ByteBuffer;

/** A sum that tells damage, and keys from each other; CRC-32 would have to load a library first. */
final class Checksum {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private Checksum() {}

  /** Of the bytes from an index up to the end. */
  static long of(byte[] bytes, int start) {
    ByteBuffer view = ByteBuffer.wrap(bytes, start, bytes.length - start);
    long sum = bytes.length;
    while (view.remaining() >= Long.BYTES) {
      sum = (sum ^ view.getLong()) * FACTOR;
      sum ^= sum >>> 29;
    }
    while (view.hasRemaining()) {
      sum = (sum ^ view.get()) * FACTOR;
      sum ^= sum >>> 29;
    }
    return sum;
  }
}
