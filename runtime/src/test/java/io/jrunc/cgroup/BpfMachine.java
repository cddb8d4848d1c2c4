package io.jrunc.cgroup;

import io.jrunc.linux.BpfProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a program on one use of a device, as the kernel would: the part of eBPF that is used. */
final class BpfMachine {

  static final int MKNOD = 1;
  static final int READ = 2;
  static final int WRITE = 4;

  private final ByteBuffer code;
  private final int[] context;
  private final long[] registers = new long[11];

  private BpfMachine(BpfProgram program, int... context) {
    this.code = ByteBuffer.wrap(program.code().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    this.context = context;
  }

  /** Whether the program lets a device be used so; access is the sum of its bits. */
  static boolean allows(BpfProgram program, char type, long major, long minor, int access) {
    int typeBit = type == 'b' ? 1 : 2;
    int first = typeBit | access << 16;
    return new BpfMachine(program, first, (int) major, (int) minor).run() == 1;
  }

  private long run() {
    int at = 0;
    while (true) {
      int operation = code.get(8 * at) & 0xff;
      int target = code.get(8 * at + 1) & 0xf;
      int source = code.get(8 * at + 1) >> 4 & 0xf;
      int offset = code.getShort(8 * at + 2);
      int constant = code.getInt(8 * at + 4);
      int low = (int) registers[target];
      at++;
      switch (operation) {
        case 0x61 -> registers[target] = Integer.toUnsignedLong(load(source, offset));
        case 0xb7 -> registers[target] = constant;
        case 0xbc -> registers[target] = registers[source] & 0xffffffffL;
        case 0x54 -> registers[target] = Integer.toUnsignedLong(low & constant);
        case 0x74 -> registers[target] = Integer.toUnsignedLong(low >>> constant);
        case 0x56 -> at += low != constant ? offset : 0;
        case 0x46 -> at += (low & constant) != 0 ? offset : 0;
        case 0x95 -> {
          return registers[0];
        }
        default ->
            throw new IllegalArgumentException("operation 0x" + Integer.toHexString(operation));
      }
    }
  }

  private int load(int source, int offset) {
    if (source != 1 || offset % 4 != 0) {
      throw new IllegalArgumentException("not a field of the context");
    }
    return context[offset / 4];
  }
}
