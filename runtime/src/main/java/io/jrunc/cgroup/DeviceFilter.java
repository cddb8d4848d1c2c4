package io.jrunc.cgroup;

import static io.jrunc.cgroup.BpfInstruction.AND;
import static io.jrunc.cgroup.BpfInstruction.COPY;
import static io.jrunc.cgroup.BpfInstruction.EXIT;
import static io.jrunc.cgroup.BpfInstruction.JUMP_IF_ANY_BIT;
import static io.jrunc.cgroup.BpfInstruction.JUMP_UNLESS_EQUAL;
import static io.jrunc.cgroup.BpfInstruction.LOAD;
import static io.jrunc.cgroup.BpfInstruction.SET;
import static io.jrunc.cgroup.BpfInstruction.SHIFT_RIGHT;

import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.abi.BpfProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The program in extended BPF that the kernel asks, in a group of version 2, whether a device may
 * be opened or made.
 *
 * <p>It compares the device with one pattern after the other, narrow ones first, and the first that
 * has it decides: everything that is asked for must be allowed. Patterns of one major number stand
 * together and end in an answer, so that the kernel's verifier, which follows every way through the
 * program, needs no more time than in proportion to the number of rules.
 */
final class DeviceFilter {

  /** By this name the program is found again among others of the group. */
  static final String NAME = "jrunc_devices";

  /** No function of the kernel is called, so any license will do. */
  private static final String LICENSE = "Apache-2.0";

  // registers; the kernel gives the address of struct bpf_cgroup_dev_ctx in the second
  private static final int ANSWER = 0;
  private static final int CONTEXT = 1;
  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;

  // offsets in that structure
  private static final int ACCESS_AND_TYPE_AT = 0;
  private static final int MAJOR_AT = 4;
  private static final int MINOR_AT = 8;

  private static final int BPF_DEVCG_DEV_BLOCK = 1;
  private static final int BPF_DEVCG_DEV_CHAR = 2;

  /**
   * The instructions for one pattern, or for what is done before and after all of them.
   *
   * @param title in words
   * @param pointer the field of config.json that asks for it; empty if none does
   */
  record Part(String title, String pointer, List<BpfInstruction> instructions) {
    Part {
      instructions = List.copyOf(instructions);
    }
  }

  private final DeviceRules rules;
  private final List<DevicePattern> decisions;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Compiles rules.
   *
   * @throws CgroupException if there are more for one major number than jumps can skip
   */
  DeviceFilter(DeviceRules rules) {
    this.rules = rules;
    this.decisions = List.copyOf(rules.decisions().keySet());
    parts.add(new Part("type, access, major and minor number of the device", "", beginning()));
    addType('c', BPF_DEVCG_DEV_CHAR);
    addType('b', BPF_DEVCG_DEV_BLOCK);
    parts.add(new Part("deny all else", "", List.of(exit())));
  }

  private void addType(char type, int number) {
    Set<Long> majors = new LinkedHashSet<>();
    for (DevicePattern pattern : decisions) {
      if (pattern.type() == type) {
        majors.add(pattern.major());
      }
    }
    majors.remove(DevicePattern.ANY);
    for (long major : majors) {
      addMajor(type, number, major);
    }
    addMajor(type, number, DevicePattern.ANY);
  }

  /** What is not of the type and the major number jumps over all of this. */
  private void addMajor(char type, int number, long major) {
    List<Part> answers = new ArrayList<>();
    addAnswers(new DevicePattern(type, major, DevicePattern.ANY), answers);
    int length = 0;
    for (Part part : answers) {
      length += part.instructions().size();
    }
    if (length >= Short.MAX_VALUE) {
      throw new CgroupException(
          DeviceRules.AT, "a filter can't hold so many rules for one major number");
    }
    List<BpfInstruction> conditions = new ArrayList<>();
    if (major == DevicePattern.ANY) {
      conditions.add(new BpfInstruction(JUMP_UNLESS_EQUAL, TYPE, 0, length, number));
    } else {
      conditions.add(new BpfInstruction(JUMP_UNLESS_EQUAL, TYPE, 0, length + 1, number));
      conditions.add(new BpfInstruction(JUMP_UNLESS_EQUAL, MAJOR, 0, length, (int) major));
    }
    parts.add(new Part("devices " + type + " " + DevicePattern.number(major), "", conditions));
    parts.addAll(answers);
  }

  /** Of the patterns that hold for a major number, the first without a minor is the last word. */
  private void addAnswers(DevicePattern all, List<Part> answers) {
    for (DevicePattern pattern : decisions) {
      boolean applies =
          pattern.type() == all.type()
              && (pattern.major() == all.major() || pattern.major() == DevicePattern.ANY);
      if (applies) {
        answers.add(answer(pattern));
        if (pattern.minor() == DevicePattern.ANY) {
          return;
        }
      }
    }
  }

  private Part answer(DevicePattern pattern) {
    Set<DeviceAccess> access = rules.allowed(pattern);
    List<BpfInstruction> answer = answer(access);
    List<BpfInstruction> all = new ArrayList<>();
    if (pattern.minor() != DevicePattern.ANY) {
      int length = answer.size();
      all.add(new BpfInstruction(JUMP_UNLESS_EQUAL, MINOR, 0, length, (int) pattern.minor()));
    }
    all.addAll(answer);
    String letters = access.isEmpty() ? "nothing" : DeviceAccess.letters(access);
    return new Part("allow " + pattern + " " + letters, rules.pointer(pattern), all);
  }

  private static List<BpfInstruction> beginning() {
    return List.of(
        new BpfInstruction(LOAD, TYPE, CONTEXT, ACCESS_AND_TYPE_AT, 0),
        new BpfInstruction(COPY, ACCESS, TYPE, 0, 0),
        new BpfInstruction(AND, TYPE, 0, 0, 0xffff),
        new BpfInstruction(SHIFT_RIGHT, ACCESS, 0, 0, 16),
        new BpfInstruction(LOAD, MAJOR, CONTEXT, MAJOR_AT, 0),
        new BpfInstruction(LOAD, MINOR, CONTEXT, MINOR_AT, 0),
        new BpfInstruction(SET, ANSWER, 0, 0, 0));
  }

  /** Ends with 1 unless something is asked for that isn't allowed. */
  private static List<BpfInstruction> answer(Set<DeviceAccess> access) {
    int denied = 0;
    for (DeviceAccess one : DeviceAccess.values()) {
      denied |= access.contains(one) ? 0 : one.bit();
    }
    if (access.isEmpty()) {
      return List.of(exit());
    }
    List<BpfInstruction> all = new ArrayList<>();
    if (denied != 0) {
      all.add(new BpfInstruction(JUMP_IF_ANY_BIT, ACCESS, 0, 1, denied));
    }
    all.add(new BpfInstruction(SET, ANSWER, 0, 0, 1));
    all.add(exit());
    return all;
  }

  private static BpfInstruction exit() {
    return new BpfInstruction(EXIT, 0, 0, 0, 0);
  }

  /** The program piece by piece, in its order. */
  List<Part> parts() {
    return parts;
  }

  /** The program as the kernel is given it. */
  BpfProgram program() {
    int count = 0;
    for (Part part : parts) {
      count += part.instructions().size();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(count * BpfProgram.Code.INSTRUCTION_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Part part : parts) {
      for (BpfInstruction instruction : part.instructions()) {
        instruction.encode(bytes);
      }
    }
    return new BpfProgram(
        NAME,
        BpfProgramType.BPF_PROG_TYPE_CGROUP_DEVICE,
        LICENSE,
        new BpfProgram.Code(bytes.array()));
  }

  /** An instruction in words, with jumps to the instruction's number in the whole program. */
  static String describe(BpfInstruction instruction, int index) {
    String target = register(instruction.target());
    int jump = index + 1 + instruction.offset();
    return switch (instruction.code()) {
      case LOAD -> target + " = context[" + instruction.offset() + "]";
      case SET -> target + " = " + instruction.operand();
      case COPY -> target + " = " + register(instruction.source());
      case AND -> target + " &= 0x" + Integer.toHexString(instruction.operand());
      case SHIFT_RIGHT -> target + " >>= " + instruction.operand();
      case JUMP_UNLESS_EQUAL -> "if " + comparison(instruction) + ": go to " + jump;
      case JUMP_IF_ANY_BIT ->
          "if " + target + " & 0x" + Integer.toHexString(instruction.operand()) + ": go to " + jump;
      case EXIT -> "return answer";
      default -> "0x" + Integer.toHexString(instruction.code());
    };
  }

  private static String comparison(BpfInstruction instruction) {
    String value = Integer.toUnsignedString(instruction.operand());
    if (instruction.target() == TYPE) {
      value = instruction.operand() == BPF_DEVCG_DEV_BLOCK ? "block" : "char";
    }
    return register(instruction.target()) + " != " + value;
  }

  private static String register(int number) {
    return switch (number) {
      case ANSWER -> "answer";
      case TYPE -> "type";
      case ACCESS -> "access";
      case MAJOR -> "major";
      case MINOR -> "minor";
      default -> "r" + number;
    };
  }
}
