package io.jrunc.box;

import io.jrunc.error.OperationException;
import java.io.FileInputStream;
import java.io.IOException;

/** Names for boxes that are given none. */
public final class BoxName {
  /** Without vowels, so without words, and without what looks alike. */
  private static final String LETTERS = "bcdfghjkmnpqrstvwxz23456789";

  private static final int LENGTH = 6;

  private BoxName() {}

  /** A name that is hardly taken: {@code box-k7x2mt}. */
  public static String next() {
    try (FileInputStream random =
        new FileInputStream("/dev/urandom")) { // cheaper than SecureRandom
      return of(random.readNBytes(LENGTH));
    } catch (IOException e) {
      throw new OperationException("read", "/dev/urandom", e);
    }
  }

  static String of(byte[] random) {
    StringBuilder name = new StringBuilder("box-");
    for (byte each : random) {
      name.append(LETTERS.charAt(Byte.toUnsignedInt(each) % LETTERS.length()));
    }
    return name.toString();
  }
}
