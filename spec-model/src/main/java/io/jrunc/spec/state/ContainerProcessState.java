package io.jrunc.spec.state;

import java.util.List;

/**
 * What an agent is told of a process whose system calls it answers; runtime-spec, config-linux.md,
 * The Container Process State.
 *
 * @param ociVersion of the specification
 * @param fds what each of the descriptors is that go with it
 * @param pid of the process, as the runtime sees it
 * @param metadata as config.json has it; empty where it has none
 * @param state of the process's container
 */
public record ContainerProcessState(
    String ociVersion, List<String> fds, int pid, String metadata, State state) {
  /** Stands for the descriptor of seccomp notifications. */
  public static final String SECCOMP_FD = "seccompFd";

  /** Copies the list. */
  public ContainerProcessState {
    fds = List.copyOf(fds);
  }
}
