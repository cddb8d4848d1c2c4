package io.jrunc.linux.jna;

import com.sun.jna.Pointer;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.SeccompComparison;
import io.jrunc.linux.SeccompFilter;
import io.jrunc.linux.SeccompLibrary;
import io.jrunc.linux.abi.Errno;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** libseccomp by {@link com.sun.jna.Function}: 2 µs a call, and a profile takes some thousand. */
final class JnaSeccompLibrary implements SeccompLibrary {

  private static final String NAME = "libseccomp.so.2";
  private static final int NR_SCMP_ERROR = -1;
  private static final int SCMP_FLTATR_CTL_OPTIMIZE = 8;
  private static final int BINARY_TREE = 2;

  /** {@code struct scmp_arg_cmp}. */
  private static final int SCMP_ARG_CMP = 24;

  private final Syscalls syscalls;
  private final FileCalls files;
  private final InstalledLibrary library =
      new InstalledLibrary(NAME, "libseccomp2 (Debian) or libseccomp");

  JnaSeccompLibrary(Syscalls syscalls, FileCalls files) {
    this.syscalls = syscalls;
    this.files = files;
  }

  @Override
  public String version() {
    Pointer version = new Pointer(library.invokeLong("seccomp_version"));
    return version.getInt(0) + "." + version.getInt(4) + "." + version.getInt(8);
  }

  @Override
  public int nativeArchitecture() {
    return library.invoke("seccomp_arch_native");
  }

  @Override
  public OptionalInt architecture(String name) {
    try (Scratch scratch = syscalls.scratch()) {
      int token = library.invoke("seccomp_arch_resolve_name", scratch.string(name));
      return token == 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }
  }

  @Override
  public OptionalInt syscall(String name) {
    try (Scratch scratch = syscalls.scratch(name.length() * 3 + 8)) {
      int number = library.invoke("seccomp_syscall_resolve_name", scratch.string(name));
      return number == NR_SCMP_ERROR ? OptionalInt.empty() : OptionalInt.of(number);
    }
  }

  @Override
  public OptionalInt syscall(int architecture, String name) {
    try (Scratch scratch = syscalls.scratch(name.length() * 3 + 8)) {
      int number =
          library.invoke("seccomp_syscall_resolve_name_arch", architecture, scratch.string(name));
      return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
  }

  @Override
  public SeccompFilter begin(int defaultAction) {
    long context = library.invokeLong("seccomp_init", defaultAction);
    if (context == 0) {
      String action = "0x" + Integer.toHexString(defaultAction);
      throw new OperationException("seccomp_init", action, NAME + " refused the default action");
    }
    return new Filter(context);
  }

  private final class Filter implements SeccompFilter {

    private final long context;

    Filter(long context) {
      this.context = context;
    }

    @Override
    public Optional<Errno> addArchitecture(int token) {
      Optional<Errno> error = error(library.invoke("seccomp_arch_add", context, token));
      return error.filter(errno -> errno != Errno.EEXIST);
    }

    @Override
    public void optimize() {
      library.invoke("seccomp_attr_set", context, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE);
    }

    @Override
    public Optional<Errno> addRule(int action, int syscall, List<SeccompComparison> all) {
      try (Scratch scratch = syscalls.scratch()) {
        long array = scratch.reserve(SCMP_ARG_CMP * all.size());
        for (int i = 0; i < all.size(); i++) {
          put(scratch, array + (long) i * SCMP_ARG_CMP, all.get(i));
        }
        int count = all.size();
        return error(
            library.invoke("seccomp_rule_add_array", context, action, syscall, count, array));
      }
    }

    private void put(Scratch scratch, long at, SeccompComparison comparison) {
      scratch.putInt(at, comparison.argument());
      scratch.putInt(at + 4, comparison.operator().value());
      scratch.putLong(at + 8, comparison.first());
      scratch.putLong(at + 16, comparison.second());
    }

    @Override
    public byte[] export() {
      try (Fd file = files.memfdCreate("jrunc-filter")) {
        Optional<Errno> error = error(library.invoke("seccomp_export_bpf", context, file.number()));
        if (error.isPresent()) {
          throw new KernelException("seccomp_export_bpf", file.toString(), error.get());
        }
        byte[] code = new byte[(int) files.statx(file).size()];
        files.pread(file, code, 0);
        return code;
      }
    }

    @Override
    public void close() {
      library.invokeVoid("seccomp_release", context);
    }
  }

  private static Optional<Errno> error(int result) {
    return result >= 0 ? Optional.empty() : Optional.of(Errno.of(-result));
  }
}
