package io.jrunc.plan;

import io.jrunc.linux.abi.Resource;
import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.plan.ProcessPlan.CapabilityPlan;
import io.jrunc.plan.ProcessPlan.RlimitPlan;
import io.jrunc.plan.ProcessPlan.TerminalPlan;
import io.jrunc.spec.Capabilities;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.Process;
import io.jrunc.spec.Rlimit;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.Seccomp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decides how the container's program is run. */
final class ProcessPlanner {
  private static final int USUAL_UMASK = 022;

  private final Process process;
  private final HostFacts host;
  private final PlanOptions options;
  private final List<String> warnings;

  ProcessPlanner(Process process, HostFacts host, PlanOptions options, List<String> warnings) {
    this.process = process;
    this.host = host;
    this.options = options;
    this.warnings = warnings;
  }

  /**
   * The plan.
   *
   * @param linux of the container that the program is in
   * @param keyring the program's session keyring; absent: the caller's
   * @param notifySocket where the program tells that it is ready
   * @param ownUserNamespace whether the program is in another user namespace than we are
   */
  ProcessPlan plan(
      Linux linux,
      Optional<KeyringPlan> keyring,
      Optional<String> notifySocket,
      boolean ownUserNamespace) {
    Environment environment = new Environment(process.env());
    environment.setListenFds(options.listenFds());
    environment.setNotifySocket(notifySocket);
    environment.setHome(host.passwdHome().orElse("/"));
    return new ProcessPlan(
        process.args(),
        environment.entries(),
        environment.searchPath(),
        process.cwd(),
        process.user().uid(),
        process.user().gid(),
        List.copyOf(new LinkedHashSet<>(process.user().additionalGids())),
        umask(process.user().umask()),
        capabilities(process.capabilities(), ownUserNamespace),
        rlimits(process.rlimits()),
        process.noNewPrivileges(),
        optional(process.oomScoreAdj()),
        terminal(),
        new AttributePlanner(host).plan(process, linux, keyring),
        seccomp(linux.seccomp()));
  }

  private Optional<SeccompPlan> seccomp(@Nullable Seccomp profile) {
    return profile == null
        ? Optional.empty()
        : Optional.of(new SeccompPlanner(host, warnings).plan(profile));
  }

  private static int umask(@Nullable Integer given) {
    return given == null ? USUAL_UMASK : given;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Optional<CapabilityPlan> capabilities(
      @Nullable Capabilities capabilities, boolean ownUserNamespace) {
    return capabilities == null
        ? Optional.empty()
        : Optional.of(new CapabilityPlanner(host, warnings).plan(capabilities, ownUserNamespace));
  }

  private static List<RlimitPlan> rlimits(List<Rlimit> limits) {
    List<RlimitPlan> plans = new ArrayList<>(limits.size());
    for (int i = 0; i < limits.size(); i++) {
      Rlimit limit = limits.get(i);
      int resource = (int) Resource.named(limit.type()).orElseThrow().value();
      plans.add(
          new RlimitPlan(
              "/process/rlimits/" + i, limit.type(), resource, limit.soft(), limit.hard()));
    }
    return plans;
  }

  private Optional<TerminalPlan> terminal() {
    if (!process.terminal()) {
      return Optional.empty();
    }
    ConsoleSize size = process.consoleSize();
    return Optional.of(
        size == null ? new TerminalPlan(0, 0) : new TerminalPlan(size.height(), size.width()));
  }
}
