package io.jrunc.linux.jna;

import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.MemoryCalls;
import io.jrunc.linux.MountCalls;
import io.jrunc.linux.NamespaceCalls;
import io.jrunc.linux.NftablesLibrary;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.SeccompCalls;
import io.jrunc.linux.SeccompLibrary;
import io.jrunc.linux.SignalCalls;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.TerminalCalls;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SyscallNumber;

/** The kernel that this JVM runs on. Making one costs nothing: JNA is loaded by the first call. */
public final class JnaKernel implements Kernel {

  private final Syscalls syscalls;
  private final JnaFileCalls files;
  private final boolean isResident;

  private JnaKernel(Syscalls syscalls, boolean isResident) {
    this.isResident = isResident;
    this.syscalls = syscalls;
    this.files = new JnaFileCalls(syscalls);
  }

  /** For a process that makes some hundred calls and ends: cheap to load, 2 µs a call. */
  public static JnaKernel forOneCommand() {
    return new JnaKernel(new Syscalls(Architecture.current(), InvokedLibc::new), false);
  }

  /** For a process that stays: 15 ms more to load, 0.3 µs a call. */
  public static JnaKernel resident() {
    return new JnaKernel(new Syscalls(Architecture.current(), DirectLibc::new), true);
  }

  /**
   * Loads JNA now, which takes tens of milliseconds: worth doing on a thread of its own while
   * others read the configuration. JNA starts a thread then, so it must be loaded before any thread
   * joins another namespace.
   */
  public void load() {
    syscalls.tryCall(SyscallNumber.GETPID);
  }

  @Override
  public boolean isResident() {
    return isResident;
  }

  @Override
  public FileCalls files() {
    return files;
  }

  @Override
  public MountCalls mounts() {
    return new JnaMountCalls(syscalls);
  }

  @Override
  public CopyCalls copying() {
    return new JnaCopyCalls(syscalls);
  }

  @Override
  public SocketCalls sockets() {
    return new JnaSocketCalls(syscalls, files);
  }

  @Override
  public ProcessCalls processes() {
    return new JnaProcessCalls(syscalls, files);
  }

  @Override
  public SignalCalls signals() {
    return new JnaSignalCalls(syscalls);
  }

  @Override
  public NamespaceCalls namespaces() {
    return new JnaNamespaceCalls(syscalls);
  }

  @Override
  public MemoryCalls memory() {
    return new JnaMemoryCalls(syscalls);
  }

  @Override
  public TerminalCalls terminals() {
    return new JnaTerminalCalls(syscalls);
  }

  @Override
  public SeccompCalls seccomp() {
    return new JnaSeccompCalls(syscalls);
  }

  @Override
  public BpfCalls bpf() {
    return new JnaBpfCalls(syscalls);
  }

  @Override
  public SeccompLibrary seccompLibrary() {
    return new JnaSeccompLibrary(syscalls, files);
  }

  @Override
  public NftablesLibrary nftablesLibrary() {
    return new JnaNftablesLibrary(syscalls);
  }
}
