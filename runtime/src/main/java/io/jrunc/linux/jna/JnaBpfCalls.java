package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.BpfProgram;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.BpfAttachFlag;
import io.jrunc.linux.abi.BpfAttachType;
import io.jrunc.linux.abi.BpfCommand;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.ArrayList;
import java.util.List;

/** Programs of extended BPF, on bpf(2); all numbers below are offsets in {@code bpf_attr}. */
final class JnaBpfCalls implements BpfCalls {

  /** Bytes of the part of {@code union bpf_attr} that these commands use. */
  private static final int ATTRIBUTES = 72;

  /** Bytes of {@code struct bpf_prog_info} up to the end of its name. */
  private static final int PROGRAM_INFO = 80;

  private static final int NAME = 16;
  private static final int LOG_SIZE = 256 * 1024;

  /** The verifier gives up when a signal waits for the process, which a JVM gets many of. */
  private static final int LOAD_ATTEMPTS = 10;

  private final Syscalls syscalls;

  JnaBpfCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public Fd progLoad(BpfProgram program) {
    byte[] code = program.code().bytes();
    try (Scratch scratch = syscalls.scratch(ATTRIBUTES + 128 + code.length)) {
      long attributes = loadAttributes(scratch, program, code);
      for (int attempt = 1; ; attempt++) {
        long result = tryCall(BpfCommand.BPF_PROG_LOAD, attributes);
        if (result != -Errno.EAGAIN.number() || attempt == LOAD_ATTEMPTS) {
          return syscalls.fd(
              check(BpfCommand.BPF_PROG_LOAD, program.name(), result), program.name());
        }
      }
    }
  }

  private static long loadAttributes(Scratch scratch, BpfProgram program, byte[] code) {
    long attributes = scratch.reserve(ATTRIBUTES);
    scratch.putInt(attributes, (int) program.type().value());
    scratch.putInt(attributes + 4, code.length / BpfProgram.Code.INSTRUCTION_SIZE);
    scratch.putLong(attributes + 8, scratch.bytes(code));
    scratch.putLong(attributes + 16, scratch.string(program.license()));
    scratch.put(attributes + 48, program.name());
    return attributes;
  }

  @Override
  public String verifierLog(BpfProgram program) {
    byte[] code = program.code().bytes();
    try (Scratch scratch = syscalls.scratch(ATTRIBUTES + 128 + code.length + LOG_SIZE)) {
      long attributes = loadAttributes(scratch, program, code);
      long log = scratch.reserve(LOG_SIZE);
      scratch.putInt(attributes + 24, 1);
      scratch.putInt(attributes + 28, LOG_SIZE);
      scratch.putLong(attributes + 32, log);
      long result = tryCall(BpfCommand.BPF_PROG_LOAD, attributes);
      if (result >= 0) {
        syscalls.fd(result, program.name()).close();
      }
      return text(scratch.getBytes(log, LOG_SIZE));
    }
  }

  @Override
  public void progAttach(Fd group, Fd program, BpfAttachType type, BpfAttachFlag... flags) {
    try (Scratch scratch = syscalls.scratch()) {
      long attributes = attachAttributes(scratch, group, program, type, Flags.bits(flags));
      call(BpfCommand.BPF_PROG_ATTACH, group.toString(), attributes);
    }
  }

  @Override
  public void progReplace(
      Fd group, Fd old, Fd program, BpfAttachType type, BpfAttachFlag... flags) {
    long bits = Flags.bits(flags) | BpfAttachFlag.BPF_F_REPLACE.value();
    try (Scratch scratch = syscalls.scratch()) {
      long attributes = attachAttributes(scratch, group, program, type, bits);
      scratch.putInt(attributes + 16, old.number());
      call(BpfCommand.BPF_PROG_ATTACH, group.toString(), attributes);
    }
  }

  @Override
  public void progDetach(Fd group, Fd program, BpfAttachType type) {
    try (Scratch scratch = syscalls.scratch()) {
      long attributes = attachAttributes(scratch, group, program, type, 0);
      call(BpfCommand.BPF_PROG_DETACH, group.toString(), attributes);
    }
  }

  private static long attachAttributes(
      Scratch scratch, Fd group, Fd program, BpfAttachType type, long flags) {
    long attributes = scratch.reserve(ATTRIBUTES);
    scratch.putInt(attributes, group.number());
    scratch.putInt(attributes + 4, program.number());
    scratch.putInt(attributes + 8, (int) type.value());
    scratch.putInt(attributes + 12, (int) flags);
    return attributes;
  }

  /** ENOSPC says that there are more than there is room for. */
  @Override
  public List<Integer> progQuery(Fd group, BpfAttachType type) {
    for (int room = 64; ; room *= 2) {
      try (Scratch scratch = syscalls.scratch(ATTRIBUTES + 8 + room * Integer.BYTES)) {
        long attributes = scratch.reserve(ATTRIBUTES);
        long numbers = scratch.reserve(room * Integer.BYTES);
        scratch.putInt(attributes, group.number());
        scratch.putInt(attributes + 4, (int) type.value());
        scratch.putLong(attributes + 16, numbers);
        scratch.putInt(attributes + 24, room);
        long result = tryCall(BpfCommand.BPF_PROG_QUERY, attributes);
        if (result != -Errno.ENOSPC.number()) {
          check(BpfCommand.BPF_PROG_QUERY, group.toString(), result);
          return numbers(scratch, numbers, scratch.getInt(attributes + 24));
        }
      }
    }
  }

  private static List<Integer> numbers(Scratch scratch, long address, int count) {
    List<Integer> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(scratch.getInt(address + (long) i * Integer.BYTES));
    }
    return numbers;
  }

  @Override
  public Fd progGetFdById(int number) {
    String name = "program " + number;
    try (Scratch scratch = syscalls.scratch()) {
      long attributes = scratch.reserve(ATTRIBUTES);
      scratch.putInt(attributes, number);
      return syscalls.fd(call(BpfCommand.BPF_PROG_GET_FD_BY_ID, name, attributes), name);
    }
  }

  @Override
  public String progName(Fd program) {
    try (Scratch scratch = syscalls.scratch()) {
      long attributes = scratch.reserve(ATTRIBUTES);
      long info = scratch.reserve(PROGRAM_INFO);
      scratch.putInt(attributes, program.number());
      scratch.putInt(attributes + 4, PROGRAM_INFO);
      scratch.putLong(attributes + 8, info);
      call(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, program.toString(), attributes);
      return text(scratch.getBytes(info + PROGRAM_INFO - NAME, NAME));
    }
  }

  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, UTF_8);
  }

  private long call(BpfCommand command, String object, long attributes) {
    return check(command, object, tryCall(command, attributes));
  }

  private long tryCall(BpfCommand command, long attributes) {
    return syscalls.tryCall(SyscallNumber.BPF, command.value(), attributes, ATTRIBUTES);
  }

  /** An error of bpf(2) says little without its command. */
  private static long check(BpfCommand command, String object, long result) {
    if (result < 0) {
      throw new KernelException("bpf", command.name() + " " + object, Errno.of((int) -result));
    }
    return result;
  }
}
