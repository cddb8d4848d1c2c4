package io.jrunc.seccomp;

/**
 * A sum that tells damage, and keys from each other. It is made for a JVM that has just begun and
 * interprets: CRC-32 would have to load a library, and a buffer's getLong is five calls.
 */
final class Checksum {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private Checksum() {}

  /** Of the bytes from an index up to the end. */
  static long of(byte[] bytes, int start) {
    long sum = bytes.length;
    int i = start;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      int low =
          (bytes[i] & 0xff)
              | ((bytes[i + 1] & 0xff) << 8)
              | ((bytes[i + 2] & 0xff) << 16)
              | (bytes[i + 3] << 24);
      int high =
          (bytes[i + 4] & 0xff)
              | ((bytes[i + 5] & 0xff) << 8)
              | ((bytes[i + 6] & 0xff) << 16)
              | (bytes[i + 7] << 24);
      sum = (sum ^ (((long) high << 32) | (low & 0xffff_ffffL))) * FACTOR;
      sum ^= sum >>> 29;
    }
    for (; i < bytes.length; i++) {
      sum = (sum ^ bytes[i]) * FACTOR;
      sum ^= sum >>> 29;
    }
    return sum;
  }
}
