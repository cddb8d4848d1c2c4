package io.jrunc.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program of the container, or of an {@code exec}, and the attributes it runs with.
 *
 * @param terminal whether standard input, output and error are a pseudo terminal
 * @param consoleSize the terminal's first size; absent leaves the kernel's, without a terminal it
 *     is ignored
 * @param user ids of the program; root when absent
 * @param args the program and its arguments, at least one
 * @param env {@code NAME=value} each
 * @param cwd absolute path inside the container
 * @param capabilities absent leaves the sets as they are, present sets all five
 * @param rlimits resource limits; those not named are inherited
 * @param noNewPrivileges whether execve may no longer grant privileges
 * @param apparmorProfile name of a loaded AppArmor profile
 * @param oomScoreAdj -1000 to 1000; absent leaves the inherited value
 * @param scheduler absent leaves the inherited scheduling
 * @param selinuxLabel SELinux label of the program
 * @param ioPriority absent leaves the inherited priority
 * @param execCpuAffinity CPUs of an exec'd process ("execCPUAffinity" in JSON); absent leaves the
 *     inherited ones
 */
@SuppressWarnings("JavaLangClash") // the word of the specification
public record Process(
    boolean terminal,
    @Nullable ConsoleSize consoleSize,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    @Nullable Capabilities capabilities,
    List<Rlimit> rlimits,
    boolean noNewPrivileges,
    @Nullable String apparmorProfile,
    @Nullable Integer oomScoreAdj,
    @Nullable Scheduler scheduler,
    @Nullable String selinuxLabel,
    @Nullable IoPriority ioPriority,
    @Nullable ExecCpuAffinity execCpuAffinity) {

  /** Copies the collections. */
  public Process {
    args = List.copyOf(args);
    env = List.copyOf(env);
    rlimits = List.copyOf(rlimits);
  }

  /** The same with another command line. */
  public Process withArgs(List<String> others) {
    return with(terminal, user, others, env);
  }

  /** The same with other variables. */
  public Process withEnv(List<String> others) {
    return with(terminal, user, args, others);
  }

  /** The same with another user. */
  public Process withUser(User other) {
    return with(terminal, other, args, env);
  }

  /** The same with a terminal, or without. */
  public Process withTerminal(boolean wanted) {
    return with(wanted, user, args, env);
  }

  private Process with(
      boolean newTerminal, User newUser, List<String> newArgs, List<String> newEnv) {
    return new Process(
        newTerminal,
        consoleSize,
        newUser,
        newArgs,
        newEnv,
        cwd,
        capabilities,
        rlimits,
        noNewPrivileges,
        apparmorProfile,
        oomScoreAdj,
        scheduler,
        selinuxLabel,
        ioPriority,
        execCpuAffinity);
  }
}
