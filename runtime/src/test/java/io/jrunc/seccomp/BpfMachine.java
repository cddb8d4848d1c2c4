package io.jrunc.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a filter on one system call, as the kernel would: the part of classic BPF that they use. */
final class BpfMachine {
  static final int X86_64 = 0xc000003e;
  static final int I386 = 0x40000003;
  static final int X32_BIT = 0x40000000;

  private final ByteBuffer code;
  private final ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

  private BpfMachine(byte[] code, int architecture, int number, long... arguments) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.nativeOrder());
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
  }

  /** What the filter returns for a call of this machine's architecture: "ERRNO 1", "ALLOW". */
  static String answer(byte[] code, int number, long... arguments) {
    return on(X86_64, code, number, arguments);
  }

  static String on(int architecture, byte[] code, int number, long... arguments) {
    int value = new BpfMachine(code, architecture, number, arguments).run();
    int data = value & 0xffff;
    return switch (value & 0xffff0000) {
      case 0x80000000 -> "KILL_PROCESS";
      case 0 -> "KILL_THREAD";
      case 0x00030000 -> "TRAP";
      case 0x00050000 -> "ERRNO " + data;
      case 0x7fc00000 -> "NOTIFY";
      case 0x7ff00000 -> "TRACE " + data;
      case 0x7ffc0000 -> "LOG";
      case 0x7fff0000 -> "ALLOW";
      default -> "0x" + Integer.toHexString(value);
    };
  }

  private int run() {
    int a = 0;
    int at = 0;
    while (true) {
      int operation = code.getShort(8 * at) & 0xffff;
      int ifTrue = code.get(8 * at + 2) & 0xff;
      int ifFalse = code.get(8 * at + 3) & 0xff;
      int k = code.getInt(8 * at + 4);
      at++;
      switch (operation) {
        case 0x20 -> a = data.getInt(k); // ld [k]
        case 0x54 -> a &= k; // and #k
        case 0x05 -> at += k; // ja k
        case 0x15 -> at += a == k ? ifTrue : ifFalse; // jeq
        case 0x25 -> at += Integer.compareUnsigned(a, k) > 0 ? ifTrue : ifFalse; // jgt
        case 0x35 -> at += Integer.compareUnsigned(a, k) >= 0 ? ifTrue : ifFalse; // jge
        case 0x45 -> at += (a & k) != 0 ? ifTrue : ifFalse; // jset
        case 0x06 -> {
          return k; // ret #k
        }
        default ->
            throw new IllegalArgumentException("operation 0x" + Integer.toHexString(operation));
      }
    }
  }
}
