package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Seal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The trampoline's machine code, a resource of this jar. */
final class Trampoline {
  private final FileCalls files;
  private final Architecture architecture;

  Trampoline(FileCalls files, Architecture architecture) {
    this.files = files;
    this.architecture = architecture;
  }

  /** An executable memory file that nobody can change (CVE-2019-5736). */
  Fd open() {
    Fd memory = files.memfdCreateExecutable("jrunc-init");
    try {
      files.writeAll(memory, code());
      files.fcntlAddSeals(
          memory, Seal.F_SEAL_SHRINK, Seal.F_SEAL_GROW, Seal.F_SEAL_WRITE, Seal.F_SEAL_SEAL);
      return memory;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  private byte[] code() {
    String name = "trampoline-" + architecture.name().toLowerCase(Locale.ROOT);
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
