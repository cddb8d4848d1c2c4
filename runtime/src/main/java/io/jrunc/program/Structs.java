package io.jrunc.program;

import io.jrunc.plan.FilterCode;
import io.jrunc.plan.SchedulerPlan;
import io.jrunc.program.Data.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The kernel's structures that programs point to; layouts are those of 64-bit machines. */
final class Structs {
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  /** Of a control message with two descriptors. */
  private static final int CONTROL_OF_TWO_SIZE = 24;

  private static final int CONTROL_MESSAGE_HEADER = 16;
  private static final int SCHED_ATTR_SIZE = 56;

  private Structs() {}

  /** {@code struct open_how}, for openat2(2). */
  static Operand openHow(Operand.Flags flags, Operand.Flags resolve) {
    return new Operand.Address(
        new Data(
            buffer(24).putLong(flags.value()).putLong(0).putLong(resolve.value()).array(),
            List.of(),
            flags,
            resolve));
  }

  /** {@code struct mount_attr}, for mount_setattr(2). */
  static Operand mountAttr(long set, long clear, long propagation, String text) {
    return bytes(buffer(32).putLong(set).putLong(clear).putLong(propagation), text);
  }

  /** {@code struct rlimit64}. */
  static Operand rlimit(long soft, long hard) {
    String text = "{soft=" + limit(soft) + ", hard=" + limit(hard) + "}";
    return bytes(buffer(16).putLong(soft).putLong(hard), text);
  }

  /** A {@code sigset_t} of the kernel; bit n-1 for signal n. */
  static Operand signalSet(long mask) {
    return bytes(buffer(8).putLong(mask), "[0x" + Long.toHexString(mask) + "]");
  }

  /** A {@code struct sigaction} of the kernel that means the default action. */
  static Operand defaultAction() {
    return bytes(buffer(32), "{SIG_DFL}");
  }

  /** {@code struct winsize}. */
  static Operand windowSize(int rows, int columns) {
    ByteBuffer bytes = buffer(8).putShort((short) rows).putShort((short) columns);
    return bytes(bytes, "{rows=" + rows + ", columns=" + columns + "}");
  }

  /** An {@code int} by address. */
  static Operand integer(int value) {
    return bytes(buffer(4).putInt(value), "[" + value + "]");
  }

  /** {@code struct ifreq} with interface flags, for SIOCSIFFLAGS. */
  static Operand interfaceFlags(String name, int flags, String text) {
    ByteBuffer bytes = buffer(40);
    for (int i = 0; i < name.length(); i++) {
      bytes.put(i, (byte) name.charAt(i));
    }
    return bytes(bytes.putShort(16, (short) flags), text);
  }

  /** An array of {@code gid_t}. */
  static Operand groups(List<Long> gids) {
    ByteBuffer bytes = buffer(4 * gids.size());
    gids.forEach(gid -> bytes.putInt((int) (long) gid));
    return bytes(bytes, gids.toString());
  }

  /** The header of capset(2), version 3, for the calling process. */
  static Operand capabilityHeader() {
    return bytes(buffer(8).putInt(0x20080522).putInt(0), "{version 3}");
  }

  /** The two halves of the data of capset(2). */
  static Operand capabilityData(long effective, long permitted, long inheritable, String text) {
    ByteBuffer bytes = buffer(24);
    for (int half = 0; half < 2; half++) {
      bytes.putInt((int) (effective >>> (32 * half)));
      bytes.putInt((int) (permitted >>> (32 * half)));
      bytes.putInt((int) (inheritable >>> (32 * half)));
    }
    return bytes(bytes, text);
  }

  /** {@code struct sched_attr} of the size that has room for utilisation clamps. */
  static Operand schedulingAttributes(SchedulerPlan plan, long flags, String flagNames) {
    ByteBuffer bytes = buffer(SCHED_ATTR_SIZE).putInt(SCHED_ATTR_SIZE);
    bytes.putInt((int) plan.policy().value()).putLong(flags).putInt(plan.nice());
    bytes.putInt(plan.priority()).putLong(plan.runtime()).putLong(plan.deadline());
    bytes.putLong(plan.period());
    String text =
        "{"
            + plan.policy().name()
            + (flags == 0 ? "" : ", " + flagNames)
            + ", nice="
            + plan.nice()
            + ", priority="
            + plan.priority()
            + ", runtime="
            + plan.runtime()
            + ", deadline="
            + plan.deadline()
            + ", period="
            + plan.period()
            + "}";
    return bytes(bytes, text);
  }

  /** A mask in words of 64 bits, the lowest bits first. */
  static Operand bitMask(List<Long> words, String text) {
    ByteBuffer bytes = buffer(8 * words.size());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes(bytes, text);
  }

  /** A {@code cpu_set_t} of this many processors, a multiple of 8. */
  static Operand processors(BitSet processors, int count, String text) {
    return bytes(buffer(count / 8).put(processors.toByteArray()), "[" + text + "]");
  }

  /** A {@code cpu_set_t} of this many processors, a multiple of 64, with all of them in it. */
  static Operand allProcessors(int count) {
    ByteBuffer bytes = buffer(count / 8);
    for (int i = 0; i < count / 64; i++) {
      bytes.putLong(-1);
    }
    return bytes(bytes, "[all]");
  }

  /** A null-terminated array of strings, as argv is. */
  static Operand strings(List<String> values) {
    List<Pointer> pointers = new ArrayList<>();
    StringBuilder text = new StringBuilder("[");
    for (String value : values) {
      text.append(pointers.isEmpty() ? "" : ", ").append(Data.quote(value));
      pointers.add(new Pointer(8 * pointers.size(), Operand.string(value)));
    }
    byte[] room = new byte[8 * (values.size() + 1)];
    return new Operand.Address(new Data(room, pointers, text.append(']').toString()));
  }

  /** A {@code struct msghdr} that sends one byte and one descriptor, whose number is known. */
  static Operand messageWithDescriptor(char message, Operand.Constant descriptor) {
    return messageWithDescriptors(message, descriptor);
  }

  /** A {@code struct msghdr} that sends one byte and descriptors, whose numbers are known. */
  static Operand messageWithDescriptors(char message, Operand... descriptors) {
    Operand text = bytes(buffer(8).put((byte) message), "");
    Data vector = new Data(content(buffer(16).putLong(8, 1)), List.of(new Pointer(0, text)), "");
    int length = CONTROL_MESSAGE_HEADER + 4 * descriptors.length;
    int size = (length + 7) / 8 * 8;
    ByteBuffer control = buffer(size).putLong(length).putInt(SOL_SOCKET).putInt(SCM_RIGHTS);
    for (Operand descriptor : descriptors) {
      control.putInt((int) ((Operand.Constant) descriptor).value());
    }
    ByteBuffer header = buffer(56).putLong(24, 1).putLong(40, size);
    return new Operand.Address(
        new Data(
            content(header),
            List.of(
                new Pointer(16, new Operand.Address(vector)), new Pointer(32, bytes(control, ""))),
            "{\"" + message + "\", SCM_RIGHTS " + Arrays.toString(descriptors) + "}"));
  }

  /** {@code struct sock_fprog} for seccomp(2). */
  static Operand socketFilter(FilterCode filter) {
    int count = filter.instructions();
    Operand code = new Operand.Address(new Data(filter.bytes(), List.of(), ""));
    return new Operand.Address(
        new Data(
            content(buffer(16).putShort((short) count)),
            List.of(new Pointer(8, code)),
            "{filter of " + count + " instructions}"));
  }

  /** A {@code struct msghdr} that sends one byte and the four bytes at an address. */
  static Operand messageWithWord(char message, Operand word) {
    Operand text = bytes(buffer(8).put((byte) message), "");
    Data vectors =
        new Data(
            content(buffer(32).putLong(8, 1).putLong(24, 4)),
            List.of(new Pointer(0, text), new Pointer(16, word)),
            "");
    return new Operand.Address(
        new Data(
            content(buffer(56).putLong(24, 2)),
            List.of(new Pointer(16, new Operand.Address(vectors))),
            "{\"" + message + "\", " + word + "}"));
  }

  /**
   * A {@code struct msghdr} that sends one byte and two descriptors, whose numbers are known only
   * then: the control message is put together in the report page.
   */
  static Operand messageWithControl(ProgramBuilder b, char message, Operand first, Operand second) {
    int control = ReportPage.CONTROL;
    b.store(ReportPage.at(control, "control.length"), Operand.number(CONTROL_OF_TWO_SIZE));
    b.store(ReportPage.at(control + 8, "control.level"), Operand.named(SOL_SOCKET, "SOL_SOCKET"));
    b.store(ReportPage.at(control + 12, "control.type"), Operand.named(SCM_RIGHTS, "SCM_RIGHTS"));
    b.store(ReportPage.at(control + 16, "control.fds[0]"), first);
    b.store(ReportPage.at(control + 20, "control.fds[1]"), second);
    Operand text = bytes(buffer(8).put((byte) message), "");
    Data vector = new Data(content(buffer(16).putLong(8, 1)), List.of(new Pointer(0, text)), "");
    Operand place = ReportPage.at(control, "control");
    return new Operand.Address(
        new Data(
            content(buffer(56).putLong(24, 1).putLong(40, CONTROL_OF_TWO_SIZE)),
            List.of(new Pointer(16, new Operand.Address(vector)), new Pointer(32, place)),
            "{\"" + message + "\", " + place + "}"));
  }

  private static String limit(long value) {
    return value == -1 ? "unlimited" : Long.toUnsignedString(value);
  }

  private static Operand bytes(ByteBuffer bytes, String text) {
    return new Operand.Address(new Data(content(bytes), List.of(), text));
  }

  private static byte[] content(ByteBuffer bytes) {
    byte[] content = new byte[bytes.capacity()];
    bytes.get(0, content);
    return content;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
