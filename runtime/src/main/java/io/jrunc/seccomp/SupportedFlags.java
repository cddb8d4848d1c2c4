package io.jrunc.seccomp;

import io.jrunc.linux.SeccompCalls;
import io.jrunc.plan.HostLacksException;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.linux.SeccompFlag;

/** Which flags of a profile this kernel takes. */
public final class SupportedFlags {
  private final SeccompCalls kernel;

  public SupportedFlags(SeccompCalls kernel) {
    this.kernel = kernel;
  }

  /** Whether the kernel takes the flag, in a filter that it makes sense for. */
  public boolean contains(SeccompFlag flag) {
    return switch (flag) {
      case TSYNC -> kernel.supports(io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC);
      case LOG -> kernel.supports(io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_LOG);
      case SPEC_ALLOW ->
          kernel.supports(io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW);
      case WAIT_KILLABLE_RECV ->
          kernel.supports(
              io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_NEW_LISTENER,
              io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    };
  }

  /**
   * Asks about the flag that kernels before 5.19 don't have; the others are older than all that we
   * run on.
   *
   * @throws HostLacksException when the profile has a flag that the kernel doesn't take
   */
  void check(Seccomp profile) {
    int place =
        profile.flags() == null ? -1 : profile.flags().indexOf(SeccompFlag.WAIT_KILLABLE_RECV);
    if (place >= 0 && !contains(SeccompFlag.WAIT_KILLABLE_RECV)) {
      throw new HostLacksException(
          "/linux/seccomp/flags/" + place,
          SeccompFlag.WAIT_KILLABLE_RECV.word() + " needs Linux 5.19");
    }
  }
}
