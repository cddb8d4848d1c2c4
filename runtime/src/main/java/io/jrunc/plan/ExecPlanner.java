package io.jrunc.plan;

import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.spec.ExecCpuAffinity;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about one more program of a running container. */
public final class ExecPlanner {
  private ExecPlanner() {}

  /**
   * Everything about it.
   *
   * @param id the container's name
   * @param spec the container's configuration with the new program's process, which keeps all rules
   * @param host what was found for this very process
   * @param taskFiles of the cgroups that it enters by itself
   * @param options what the command line adds; only descriptors and keyring count
   * @param warnings gets a line for each thing that the program does without
   */
  public static ExecPlan plan(
      String id,
      Spec spec,
      HostFacts host,
      JoinPlan join,
      List<String> taskFiles,
      PlanOptions options,
      List<String> warnings) {
    Process process = Objects.requireNonNull(spec.process(), "a checked process is there");
    boolean ownUser = join.joins(NamespaceType.USER);
    ProcessPlan plan =
        new ProcessPlanner(process, host, options, warnings)
            .plan(spec.linux(), keyring(id, ownUser, options), Optional.empty(), ownUser);
    ExecCpuAffinity cpus = process.execCpuAffinity();
    return new ExecPlan(
        id,
        host.caller().withPreservedFds(options.preservedFds()),
        join,
        taskFiles,
        plan,
        cpus == null ? Optional.empty() : mask(cpus.initial(), "initial"),
        cpus == null ? Optional.empty() : mask(cpus.last(), "final"));
  }

  private static Optional<KeyringPlan> keyring(
      String id, boolean ownUserNamespace, PlanOptions options) {
    return options.newKeyring()
        ? Optional.of(KeyringPlan.of(id, ownUserNamespace))
        : Optional.empty();
  }

  private static Optional<CpuMask> mask(@Nullable String list, String name) {
    return list == null
        ? Optional.empty()
        : Optional.of(new CpuMask(list, "/process/execCPUAffinity/" + name));
  }
}
