package io.jrunc.serve;

import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.MountCalls;
import io.jrunc.linux.NamespaceCalls;
import io.jrunc.linux.NftablesLibrary;
import io.jrunc.linux.ProcessCalls;
import io.jrunc.linux.SeccompCalls;
import io.jrunc.linux.SeccompLibrary;
import io.jrunc.linux.SignalCalls;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.TerminalCalls;

/**
 * The engine's own kernel, but for processes, which a client starts.
 *
 * @param engine what all requests share
 * @param processes of one client
 */
record ClientKernel(Kernel engine, ProcessCalls processes) implements Kernel {
  @Override
  public FileCalls files() {
    return engine.files();
  }

  @Override
  public MountCalls mounts() {
    return engine.mounts();
  }

  @Override
  public CopyCalls copying() {
    return engine.copying();
  }

  @Override
  public SocketCalls sockets() {
    return engine.sockets();
  }

  @Override
  public SignalCalls signals() {
    return engine.signals();
  }

  @Override
  public NamespaceCalls namespaces() {
    return engine.namespaces();
  }

  @Override
  public TerminalCalls terminals() {
    return engine.terminals();
  }

  @Override
  public SeccompCalls seccomp() {
    return engine.seccomp();
  }

  @Override
  public BpfCalls bpf() {
    return engine.bpf();
  }

  @Override
  public SeccompLibrary seccompLibrary() {
    return engine.seccompLibrary();
  }

  @Override
  public NftablesLibrary nftablesLibrary() {
    return engine.nftablesLibrary();
  }
}
