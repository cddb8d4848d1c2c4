package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.jrunc.error.OperationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Memory outside the heap for the arguments of one call. What is put in gets an address, which
 * holds until {@link #close}; that call is also what keeps the memory reachable up to there.
 */
final class Scratch implements AutoCloseable {

  /** Bytes of a scratch that is used again: three paths and some structures. */
  static final int SIZE = 16 * 1024;

  private static final byte[] ZEROS = new byte[SIZE];

  private final ScratchPool pool;
  private final ByteBuffer buffer;
  private final long base;
  private int used;

  Scratch(ScratchPool pool, int bytes) {
    this.pool = pool;
    this.buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    this.base = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  /** The address of so many zero bytes, at a multiple of 8. */
  long reserve(int bytes) {
    int begin = (used + 7) & ~7;
    if (bytes > buffer.capacity() - begin) {
      throw new IllegalArgumentException("scratch memory is too small for " + bytes + " bytes");
    }
    used = begin + bytes;
    for (int at = begin; at < used; at += SIZE) {
      buffer.put(at, ZEROS, 0, Math.min(SIZE, used - at));
    }
    return base + begin;
  }

  /** The address of a copy. */
  long bytes(byte[] bytes) {
    long address = reserve(bytes.length);
    buffer.put(offset(address), bytes, 0, bytes.length);
    return address;
  }

  /**
   * The address of the string in UTF-8 with a zero byte at its end.
   *
   * @throws OperationException if it holds a zero byte itself, where the kernel would cut it off
   */
  long string(String string) {
    byte[] bytes = encoded(string);
    long address = reserve(bytes.length + 1);
    buffer.put(offset(address), bytes, 0, bytes.length);
    return address;
  }

  /** Puts a string into a structure with room for it and for a zero byte. */
  void put(long address, String string) {
    byte[] bytes = encoded(string);
    buffer.put(offset(address), bytes, 0, bytes.length);
  }

  /** Puts bytes into a structure with room for them. */
  void put(long address, byte[] bytes) {
    buffer.put(offset(address), bytes, 0, bytes.length);
  }

  /** The address of an array of addresses of the strings, with a zero at its end. */
  long strings(List<String> strings) {
    long array = reserve((strings.size() + 1) * Long.BYTES);
    for (int i = 0; i < strings.size(); i++) {
      putLong(array + (long) i * Long.BYTES, string(strings.get(i)));
    }
    return array;
  }

  /** How many bytes {@link #strings} needs at most. */
  static int size(List<String> strings) {
    int size = Long.BYTES;
    for (String string : strings) {
      size += 3 * Long.BYTES + 3 * string.length();
    }
    return size;
  }

  void putShort(long address, int value) {
    buffer.putShort(offset(address), (short) value);
  }

  void putInt(long address, int value) {
    buffer.putInt(offset(address), value);
  }

  void putLong(long address, long value) {
    buffer.putLong(offset(address), value);
  }

  /** The unsigned 16 bits there. */
  int getShort(long address) {
    return buffer.getShort(offset(address)) & 0xffff;
  }

  int getInt(long address) {
    return buffer.getInt(offset(address));
  }

  /** The unsigned 32 bits there. */
  long getUnsigned(long address) {
    return Integer.toUnsignedLong(getInt(address));
  }

  long getLong(long address) {
    return buffer.getLong(offset(address));
  }

  byte[] getBytes(long address, int length) {
    byte[] bytes = new byte[length];
    get(address, bytes, length);
    return bytes;
  }

  void get(long address, byte[] into, int length) {
    buffer.get(offset(address), into, 0, length);
  }

  boolean isOfUsualSize() {
    return buffer.capacity() == SIZE;
  }

  @Override
  public void close() {
    used = 0;
    pool.giveBack(this);
  }

  private static byte[] encoded(String string) {
    if (string.indexOf('\0') >= 0) {
      throw new OperationException("pass", string.replace('\0', '?'), "it holds a zero byte");
    }
    return string.getBytes(UTF_8);
  }

  private int offset(long address) {
    return (int) (address - base);
  }
}
