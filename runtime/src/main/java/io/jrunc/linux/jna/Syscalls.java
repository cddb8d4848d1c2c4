package io.jrunc.linux.jna;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** System calls by number; the C library is found when the first one is made. */
final class Syscalls {

  /** The longest path that the kernel takes, in bytes, with the zero byte at its end. */
  private static final int PATH_MAX = 4096;

  private final Architecture architecture;
  private final ScratchPool scratches = new ScratchPool();
  private final Supplier<Libc> loader;
  private volatile @Nullable Libc loaded;

  Syscalls(Architecture architecture, Supplier<Libc> loader) {
    this.architecture = architecture;
    this.loader = loader;
  }

  Architecture architecture() {
    return architecture;
  }

  /** The C library, loaded now at the latest. */
  Libc libc() {
    Libc libc = loaded;
    return libc != null ? libc : load();
  }

  /** Memory for arguments; to be closed when the call is done. */
  Scratch scratch() {
    return scratches.take();
  }

  /** Memory for arguments, so many bytes at least. */
  Scratch scratch(int bytes) {
    return scratches.take(bytes);
  }

  /**
   * The address of a path.
   *
   * @throws KernelException ENAMETOOLONG, as the kernel would answer
   */
  static long path(Scratch scratch, SyscallNumber call, String path) {
    if (path.length() >= PATH_MAX) {
      throw new KernelException(call.callName(), path, Errno.ENAMETOOLONG);
    }
    return scratch.string(path);
  }

  /** What a relative path begins at when there is no directory. */
  static long workingDirectory() {
    return AtFlag.AT_FDCWD;
  }

  /** Calls the kernel, again while it is interrupted; an error is its negative number. */
  long tryCall(SyscallNumber call, long... arguments) {
    while (true) {
      long result = once(call, arguments);
      if (result != -Errno.EINTR.number()) {
        return result;
      }
    }
  }

  /** Calls the kernel, again while it is interrupted. */
  long call(SyscallNumber call, String object, long... arguments) {
    return check(call, object, tryCall(call, arguments));
  }

  /** Calls the kernel for a new descriptor, called name in messages. */
  Fd open(SyscallNumber call, String name, long... arguments) {
    return fd(call(call, name, arguments), name);
  }

  /** Takes over a descriptor that the kernel gave. */
  Fd fd(long number, String name) {
    return new Fd((int) number, name, this::close);
  }

  /** The result of {@link #tryCall}, unless it is an error. */
  static long check(SyscallNumber call, String object, long result) {
    if (result < 0) {
      throw new KernelException(call.callName(), object, Errno.of((int) -result));
    }
    return result;
  }

  /** Linux gives the number back even when it reports an error, EINTR too. */
  private void close(int number) {
    once(SyscallNumber.CLOSE, number);
  }

  private long once(SyscallNumber call, long... a) {
    Libc libc = libc();
    int n = a.length;
    long result =
        libc.syscall(
            call.number(architecture),
            n > 0 ? a[0] : 0,
            n > 1 ? a[1] : 0,
            n > 2 ? a[2] : 0,
            n > 3 ? a[3] : 0,
            n > 4 ? a[4] : 0,
            n > 5 ? a[5] : 0);
    return result == -1 ? -libc.errno() : result;
  }

  private synchronized Libc load() {
    Libc libc = loaded;
    if (libc == null) {
      libc = loader.get();
      loaded = libc;
    }
    return libc;
  }
}
