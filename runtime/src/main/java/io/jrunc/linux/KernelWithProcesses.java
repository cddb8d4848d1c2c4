package io.jrunc.linux;

/**
 * A kernel, but for processes, which somebody else starts and reaps.
 *
 * @param others all other calls
 */
public record KernelWithProcesses(Kernel others, ProcessCalls processes) implements Kernel {
  @Override
  public boolean isResident() {
    return others.isResident();
  }

  @Override
  public FileCalls files() {
    return others.files();
  }

  @Override
  public MountCalls mounts() {
    return others.mounts();
  }

  @Override
  public CopyCalls copying() {
    return others.copying();
  }

  @Override
  public SocketCalls sockets() {
    return others.sockets();
  }

  @Override
  public SignalCalls signals() {
    return others.signals();
  }

  @Override
  public NamespaceCalls namespaces() {
    return others.namespaces();
  }

  @Override
  public MemoryCalls memory() {
    return others.memory();
  }

  @Override
  public TerminalCalls terminals() {
    return others.terminals();
  }

  @Override
  public SeccompCalls seccomp() {
    return others.seccomp();
  }

  @Override
  public BpfCalls bpf() {
    return others.bpf();
  }

  @Override
  public SeccompLibrary seccompLibrary() {
    return others.seccompLibrary();
  }

  @Override
  public NftablesLibrary nftablesLibrary() {
    return others.nftablesLibrary();
  }
}
