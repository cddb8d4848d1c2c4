package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Seal;
import io.jrunc.program.SyscallProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The trampoline's machine code, a resource of this jar. */
final class Trampoline {
  /**
   * The folder where an installation has it unpacked, beside JNA's: to open the jar takes a fresh
   * JVM 6 ms. Only the launcher's word counts: in another's JVM it can be that of another version.
   */
  private static final @Nullable String UNPACKED =
      System.getProperty("io.jrunc.caller") == null
          ? null
          : System.getProperty("jna.boot.library.path");

  private final Kernel kernel;
  private final Architecture architecture;
  private static volatile byte[] code = {};

  Trampoline(Kernel kernel, Architecture architecture) {
    this.kernel = kernel;
    this.architecture = architecture;
  }

  /**
   * Replays a program in a new process; see trampoline.c for what it is told.
   *
   * @param name by which people know the process
   * @param blockedSignals its signal mask
   */
  Pid start(String name, SyscallProgram program, SlotFiles slots, SignalSet blockedSignals) {
    return start(name, program, slots.inOrder(), List.of(), blockedSignals);
  }

  /**
   * The same with other standard streams.
   *
   * @param streams descriptors 0 to 2; none for those of this process
   * @throws IllegalArgumentException for a program that keeps other descriptors of this process too
   */
  Pid start(
      String name,
      SyscallProgram program,
      List<Fd> slots,
      List<Fd> streams,
      SignalSet blockedSignals) {
    int base = program.slots().base();
    List<Fd> files = slots;
    int first = base;
    if (!streams.isEmpty()) {
      if (streams.size() != base) {
        throw new IllegalArgumentException("the slots don't follow the standard streams");
      }
      files = new ArrayList<>(streams);
      files.addAll(slots);
      first = 0;
    }
    List<String> arguments = List.of(name, Integer.toString(base));
    try (Fd code = open()) {
      return kernel
          .processes()
          .posixSpawn(new Spawn(code, arguments, List.of(), first, files, blockedSignals));
    }
  }

  /** An executable memory file that nobody can change (CVE-2019-5736). */
  private Fd open() {
    Fd memory = kernel.files().memfdCreateExecutable("jrunc-init");
    try {
      kernel.files().writeAll(memory, code());
      kernel
          .files()
          .fcntlAddSeals(
              memory, Seal.F_SEAL_SHRINK, Seal.F_SEAL_GROW, Seal.F_SEAL_WRITE, Seal.F_SEAL_SEAL);
      return memory;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** What never changes is read once: a resource takes longer than a system call. */
  private byte[] code() {
    byte[] known = code;
    if (known.length == 0) {
      known = read(architecture);
      code = known;
    }
    return known;
  }

  private static byte[] read(Architecture architecture) {
    String name = "trampoline-" + architecture.name().toLowerCase(Locale.ROOT);
    try {
      return UNPACKED == null ? packed(name) : Files.readAllBytes(Path.of(UNPACKED, name));
    } catch (NoSuchFileException e) {
      return packed(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(String name) {
    try (InputStream resource = Trampoline.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("this build has no " + name);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
