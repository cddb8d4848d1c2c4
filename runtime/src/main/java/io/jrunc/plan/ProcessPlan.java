package io.jrunc.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The program that the container runs.
 *
 * @param environment {@code NAME=value}, complete
 * @param searchPath the directories of PATH, in which a name without a slash is looked up
 * @param umask 022 where config.json has none, as with other runtimes: a daemon's own says nothing
 *     about what it runs
 * @param oomScoreAdj absent: the caller's
 * @param capabilities absent: none at all
 * @param seccomp absent: all system calls
 */
public record ProcessPlan(
    List<String> arguments,
    List<String> environment,
    List<String> searchPath,
    String workingDirectory,
    long uid,
    long gid,
    List<Long> additionalGids,
    int umask,
    Optional<CapabilityPlan> capabilities,
    List<RlimitPlan> rlimits,
    boolean noNewPrivileges,
    OptionalInt oomScoreAdj,
    Optional<TerminalPlan> terminal,
    ProcessAttributes attributes,
    Optional<SeccompPlan> seccomp) {

  /** A bit mask a set, bit n for capability n; only what the host can give. */
  public record CapabilityPlan(
      long bounding, long effective, long permitted, long inheritable, long ambient) {}

  /**
   * A resource limit.
   *
   * @param pointer to the entry of config.json
   * @param name as in config.json: {@code RLIMIT_NOFILE}
   * @param resource its number
   * @param soft unsigned; -1 is RLIM_INFINITY
   * @param hard unsigned; -1 is RLIM_INFINITY
   */
  public record RlimitPlan(String pointer, String name, int resource, long soft, long hard) {}

  /** A terminal; 0 by 0 where config.json gives no size. */
  public record TerminalPlan(int rows, int columns) {}

  public ProcessPlan {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    searchPath = List.copyOf(searchPath);
    additionalGids = List.copyOf(additionalGids);
    rlimits = List.copyOf(rlimits);
  }
}
