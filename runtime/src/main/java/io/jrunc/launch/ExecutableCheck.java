package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.ResolveFlag;
import io.jrunc.plan.ProcessPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a container's executable before it is started, because execve(2) says "no such file or
 * directory" when it is the interpreter that is missing, and says it too late.
 */
public final class ExecutableCheck {
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int HEAD = 4096;
  private static final int LONGEST_SCRIPT_LINE = 256;
  private static final int PT_INTERP = 3;

  private static final int EM_386 = 3;
  private static final int EM_ARM = 40;
  private static final int EM_X86_64 = 62;
  private static final int EM_AARCH64 = 183;

  private final Kernel kernel;
  private final Architecture architecture;
  private final BinaryFormats others;

  /**
   * A check for programs that this kind of machine runs.
   *
   * @param others what else it runs: files of a kind that isn't known here are right if there is
   *     any
   */
  public ExecutableCheck(Kernel kernel, Architecture architecture, BinaryFormats others) {
    this.kernel = kernel;
    this.architecture = architecture;
    this.others = others;
  }

  /**
   * Looks at the program that was found for a process.
   *
   * @param init a process that sees the container's files
   * @param chosen which of the candidates of PATH it is, from 0; as a process has reported it
   * @throws StepFailedException when it can't be executed
   */
  public void check(Pid init, ProcessPlan process, int chosen) {
    Optional<String> problem = problem(init, process, chosen);
    if (problem.isPresent()) {
      throw StepFailedException.foreseen(
          "/process/args/0", "exec: \"" + process.arguments().get(0) + "\"", problem.get());
    }
  }

  /** Whether {@link #check} would find nothing. */
  public boolean passes(Pid init, ProcessPlan process, int chosen) {
    return problem(init, process, chosen).isEmpty();
  }

  private Optional<String> problem(Pid init, ProcessPlan process, int chosen) {
    String path = path(process, chosen);
    return problem(init, path).map(problem -> path + " " + problem);
  }

  private static String path(ProcessPlan process, int chosen) {
    String name = process.arguments().get(0);
    String path = name;
    if (name.indexOf('/') < 0) {
      int last = process.searchPath().size() - 1;
      path = process.searchPath().get(Math.min(Math.max(chosen, 0), last)) + "/" + name;
    }
    return path.startsWith("/") ? path : Path.of(process.workingDirectory(), path).toString();
  }

  /**
   * What will keep the kernel from executing a file.
   *
   * @param init a process that sees the container's files
   * @param path absolute, inside the container
   * @return words such as {@code is a program for aarch64: exec format error (ENOEXEC)}; empty
   *     where nothing is known to be wrong
   */
  public Optional<String> problem(Pid init, String path) {
    try (Fd root = kernel.files().open("/proc/" + init + "/root", OpenFlag.O_PATH);
        Fd place = find(root, path)) {
      if (kernel.files().statx(place).type() != FileType.S_IFREG) {
        return Optional.empty();
      }
      byte[] head = new byte[HEAD];
      return problem(root, ByteBuffer.wrap(head, 0, readHead(place, head)));
    } catch (KernelException e) {
      return Optional.empty(); // what only the container's user can read, execve will judge
    }
  }

  private int readHead(Fd place, byte[] head) {
    try (Fd file = kernel.files().open(place.path(), OpenFlag.O_RDONLY)) {
      return kernel.files().pread(file, head, 0);
    }
  }

  private Optional<String> problem(Fd root, ByteBuffer bytes) {
    ByteBuffer head = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (head.remaining() >= 4 && head.getInt(0) == ELF_MAGIC) {
      return elfProblem(root, head);
    }
    if (head.remaining() >= 2 && head.get(0) == '#' && head.get(1) == '!') {
      return interpreterProblem(root, scriptInterpreter(head));
    }
    return unknown("is neither an ELF program nor a script: ");
  }

  private Optional<String> elfProblem(Fd root, ByteBuffer head) {
    if (head.remaining() < 64) {
      return Optional.of("is a truncated ELF program: " + Errno.ENOEXEC);
    }
    boolean littleEndian = head.get(5) == 1;
    int machine = Short.toUnsignedInt(head.getShort(18));
    if (!littleEndian || !runs(machine)) {
      String name = littleEndian ? name(machine) : "a big-endian machine";
      return unknown("is a program for " + name + ": ");
    }
    return elfInterpreter(head).flatMap(interpreter -> interpreterProblem(root, interpreter));
  }

  private Optional<String> unknown(String what) {
    return others.areAny() ? Optional.empty() : Optional.of(what + Errno.ENOEXEC);
  }

  private boolean runs(int machine) {
    return switch (architecture) {
      case X86_64 -> machine == EM_X86_64 || machine == EM_386;
      case AARCH64 -> machine == EM_AARCH64 || machine == EM_ARM;
    };
  }

  private static String name(int machine) {
    return switch (machine) {
      case EM_386 -> "i386";
      case EM_ARM -> "arm";
      case EM_X86_64 -> "x86-64";
      case EM_AARCH64 -> "aarch64";
      default -> "machine number " + machine;
    };
  }

  /** The path in the program header of this kind, in a 64-bit program. */
  private static Optional<String> elfInterpreter(ByteBuffer head) {
    boolean is64Bit = head.get(4) == 2;
    if (!is64Bit) {
      return Optional.empty();
    }
    long table = head.getLong(32);
    int size = Short.toUnsignedInt(head.getShort(54));
    int count = Short.toUnsignedInt(head.getShort(56));
    for (int i = 0; i < count; i++) {
      long entry = table + (long) i * size;
      if (entry < 0 || size < 56 || entry + size > head.remaining()) {
        return Optional.empty();
      }
      if (head.getInt((int) entry) == PT_INTERP) {
        long offset = head.getLong((int) entry + 8);
        long length = head.getLong((int) entry + 32);
        return offset < 0 || length <= 0 || offset + length > head.remaining()
            ? Optional.empty()
            : Optional.of(text(head, (int) offset, (int) length));
      }
    }
    return Optional.empty();
  }

  private static String text(ByteBuffer head, int offset, int length) {
    byte[] bytes = new byte[length];
    head.get(offset, bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String scriptInterpreter(ByteBuffer head) {
    String line = text(head, 2, Math.min(head.remaining() - 2, LONGEST_SCRIPT_LINE));
    String[] words = line.lines().findFirst().orElse("").strip().split("[ \t]", 2);
    return words[0];
  }

  private Optional<String> interpreterProblem(Fd root, String interpreter) {
    if (!interpreter.startsWith("/")) {
      return Optional.empty();
    }
    try (Fd file = find(root, interpreter)) {
      FileStatus status = kernel.files().statx(file);
      return status.type() == FileType.S_IFREG
          ? Optional.empty()
          : Optional.of("needs the interpreter " + interpreter + ": " + Errno.EACCES);
    } catch (KernelException e) {
      return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR
          ? Optional.of("needs the interpreter " + interpreter + ": " + e.errno())
          : Optional.empty();
    }
  }

  /**
   * Finds a file without opening it: that could set off a device of the image, and with the rights
   * of the host, to which the container's list of devices doesn't apply.
   */
  private Fd find(Fd root, String path) {
    OpenHow how =
        new OpenHow(
            Set.of(OpenFlag.O_PATH),
            0,
            Set.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS));
    return kernel.files().openat2(root, path, how);
  }
}
