package io.jrunc.linux;

/** The kernel, by topic. */
public interface Kernel {

  /** Whether it is that of a process that stays, for which its calls are as cheap as any. */
  boolean isResident();

  /** Files, directories and memory files. */
  FileCalls files();

  /** Mounts. */
  MountCalls mounts();

  /** Copying of files. */
  CopyCalls copying();

  /** Sockets. */
  SocketCalls sockets();

  /** Processes. */
  ProcessCalls processes();

  /** Signals of this process. */
  SignalCalls signals();

  /** Namespaces. */
  NamespaceCalls namespaces();

  /** Memory of this process. */
  MemoryCalls memory();

  /** Terminals. */
  TerminalCalls terminals();

  /** Filters of system calls. */
  SeccompCalls seccomp();

  /** Programs of extended BPF. */
  BpfCalls bpf();

  /** The library that makes such filters. */
  SeccompLibrary seccompLibrary();

  /** The library that makes rules of netfilter. */
  NftablesLibrary nftablesLibrary();
}
