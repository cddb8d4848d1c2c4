package io.jrunc.linux;

import io.jrunc.linux.abi.BpfAttachFlag;
import io.jrunc.linux.abi.BpfAttachType;
import java.util.List;

/** Programs of extended BPF, by the commands of bpf(2). */
public interface BpfCalls {

  /**
   * Loads a program; it lives as long as its descriptor, or as long as it is attached.
   *
   * @throws io.jrunc.error.KernelException also if the kernel's verifier refuses the program
   */
  Fd progLoad(BpfProgram program);

  /** What the kernel's verifier has to say about a program that it refuses; may be empty. */
  String verifierLog(BpfProgram program);

  /** Attaches a program to a cgroup of version 2, an open directory. */
  void progAttach(Fd group, Fd program, BpfAttachType type, BpfAttachFlag... flags);

  /**
   * Attaches a program in the place of another, in one step.
   *
   * @throws io.jrunc.error.KernelException EINVAL if the kernel is older than 5.6
   */
  void progReplace(Fd group, Fd old, Fd program, BpfAttachType type, BpfAttachFlag... flags);

  /** Takes a program away from a cgroup. */
  void progDetach(Fd group, Fd program, BpfAttachType type);

  /** The numbers of the programs that are attached to a cgroup itself, in the order of calls. */
  List<Integer> progQuery(Fd group, BpfAttachType type);

  /**
   * Opens a program by its number.
   *
   * @throws io.jrunc.error.KernelException ENOENT if it is gone
   */
  Fd progGetFdById(int number);

  /** The name that a program was loaded with. */
  String progName(Fd program);
}
