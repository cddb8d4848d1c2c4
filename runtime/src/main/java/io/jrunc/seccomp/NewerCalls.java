package io.jrunc.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A few instructions to stand in front of a filter, which answer ENOSYS to calls that are newer
 * than its profile. Programs try new calls and fall back on old ones after ENOSYS; the profile's
 * default, mostly EPERM, would end them instead. For each architecture:
 *
 * <pre>
 *        ld   [arch]
 *        jne  AUDIT_ARCH, next
 *        ld   [nr]
 *        jge  first number that isn't counted in order, next      (x86-64 and arm only)
 *        jgt  newest, +0, +1
 *        ret  ENOSYS
 *        ja   filter
 * next:
 * </pre>
 */
final class NewerCalls {
  private static final int X86_64 = 0xc000003e;
  private static final int X32 = 0x4000003e;
  private static final int ARM = 0x40000028;

  /** Calls of x32 have this bit, and come from the same AUDIT_ARCH_ as those of x86-64. */
  private static final int X32_BIT = 0x40000000;

  /** Calls that arm alone has, such as set_tls, are above this. */
  private static final int ARM_OWN_CALLS = 0x0f0000;

  private static final int UNLIMITED = 0;

  private static final int LD_W_ABS = 0x20;
  private static final int JA = 0x05;
  private static final int JEQ_K = 0x15;
  private static final int JGT_K = 0x25;
  private static final int JGE_K = 0x35;
  private static final int RET_K = 0x06;

  /** Where {@code struct seccomp_data} has the call's number and its architecture. */
  private static final int NR = 0;

  private static final int ARCH = 4;

  private NewerCalls() {}

  /** Whether this number says how new a call is. */
  static boolean isInOrder(int architecture, int number) {
    int limit = limit(architecture);
    return limit == UNLIMITED || number < limit;
  }

  /**
   * The instructions, which go on to what follows them; none for no architecture.
   *
   * @param newest x86-64 before x32
   */
  static byte[] refuse(List<NewestCall> newest) {
    int following = 0;
    for (NewestCall call : newest) {
      following += size(call);
    }
    ByteBuffer code = ByteBuffer.allocate(8 * following).order(ByteOrder.nativeOrder());
    for (NewestCall call : newest) {
      following -= size(call);
      refuse(call, following, code);
    }
    return code.array();
  }

  private static int size(NewestCall call) {
    return limit(call.architecture()) == UNLIMITED ? 6 : 7;
  }

  /** The instructions for one architecture, with so many more between them and the filter. */
  private static void refuse(NewestCall call, int following, ByteBuffer code) {
    int limit = limit(call.architecture());
    put(code, LD_W_ABS, 0, 0, ARCH);
    put(code, JEQ_K, 0, size(call) - 2, call.architecture() == X32 ? X86_64 : call.architecture());
    put(code, LD_W_ABS, 0, 0, NR);
    if (limit != UNLIMITED) {
      put(code, JGE_K, 3, 0, limit);
    }
    put(code, JGT_K, 0, 1, call.number());
    put(code, RET_K, 0, 0, ReturnValue.NO_SUCH_CALL);
    put(code, JA, 0, 0, following);
  }

  /** The first number that doesn't belong to the architecture, or isn't counted in order. */
  private static int limit(int architecture) {
    return switch (architecture) {
      case X86_64 -> X32_BIT;
      case ARM -> ARM_OWN_CALLS;
      default -> UNLIMITED;
    };
  }

  private static void put(ByteBuffer code, int operation, int ifTrue, int ifFalse, int value) {
    code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
  }
}
