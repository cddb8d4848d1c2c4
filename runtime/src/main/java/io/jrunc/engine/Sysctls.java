package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.NamespaceVisit;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Kernel parameters of the calling thread's network namespace. */
final class Sysctls {
  private static final String FOLDER = "/proc/sys/net/";

  private Sysctls() {}

  /**
   * Sets one as {@link #write} does, in another network namespace: which one /proc shows, the
   * thread says.
   *
   * @param namespace stays the caller's
   */
  static void writeIn(Kernel kernel, Fd namespace, String name, String value) {
    NamespaceVisit.call(
        kernel.namespaces(),
        namespace,
        () -> {
          write(name, value);
          return name;
        });
  }

  /**
   * Sets one; a kernel without it, which is one without IPv6, does without.
   *
   * @param name such as {@code ipv6/conf/eth0/accept_ra}
   */
  static void write(String name, String value) {
    try (FileOutputStream out = new FileOutputStream(FOLDER + name)) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    } catch (FileNotFoundException e) {
      if (new java.io.File(FOLDER + name).exists()) {
        throw new OperationException("write", FOLDER + name, e);
      }
    } catch (IOException e) {
      throw new OperationException("write", FOLDER + name, e);
    }
  }
}
