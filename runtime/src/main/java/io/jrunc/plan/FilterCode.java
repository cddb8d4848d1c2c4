package io.jrunc.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter of system calls in classic BPF: the instructions that the kernel is given. */
public final class FilterCode {
  /** Bytes of a {@code struct sock_filter}. */
  public static final int INSTRUCTION_SIZE = 8;

  /** How many instructions the kernel takes (BPF_MAXINSNS). */
  public static final int MAX_INSTRUCTIONS = 4096;

  private final byte[] bytes;
  private final List<String> unknownCalls;

  /**
   * A filter.
   *
   * @param bytes an array of {@code struct sock_filter}, in this machine's byte order
   * @param unknownCalls names in the profile that stand for no system call, and were skipped
   */
  public FilterCode(byte[] bytes, List<String> unknownCalls) {
    if (bytes.length == 0
        || bytes.length % INSTRUCTION_SIZE != 0
        || bytes.length > MAX_INSTRUCTIONS * INSTRUCTION_SIZE) {
      throw new IllegalArgumentException("not a filter: " + bytes.length + " bytes");
    }
    this.bytes = bytes.clone();
    this.unknownCalls = List.copyOf(unknownCalls);
  }

  /** A copy of the instructions. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many instructions these are. */
  public int instructions() {
    return bytes.length / INSTRUCTION_SIZE;
  }

  /** Names in the profile that stand for no system call, and were skipped. */
  public List<String> unknownCalls() {
    return unknownCalls;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilterCode that
        && Arrays.equals(bytes, that.bytes)
        && unknownCalls.equals(that.unknownCalls);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
