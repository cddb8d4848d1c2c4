package io.jrunc.plan;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.bundle.SysctlName;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.linux.NetDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Decides about a container. */
public final class Planner {
  private final ContainerId id;
  private final Bundle bundle;
  private final HostFacts host;
  private final PlanOptions options;
  private final List<String> warnings = new ArrayList<>();

  private Planner(ContainerId id, Bundle bundle, HostFacts host, PlanOptions options) {
    this.id = id;
    this.bundle = bundle;
    this.host = host;
    this.options = options;
  }

  /**
   * Everything about a container.
   *
   * @param bundle keeps all rules
   * @param host what was found for this very bundle
   * @throws HostLacksException when the host can't do what the bundle asks for
   */
  public static Planned plan(ContainerId id, Bundle bundle, HostFacts host, PlanOptions options) {
    return new Planner(id, bundle, host, options).plan();
  }

  private Planned plan() {
    Spec spec = bundle.spec();
    Optional<NetworkRequest> network =
        bundle.asksForNetwork() ? NetworkPlanner.request(spec, host) : Optional.empty();
    NamespacePlan namespaces = new NamespacePlanner(spec.linux(), host, network).plan();
    HostGuard.check(spec, namespaces);
    RootlessGuard.check(spec, namespaces, host);
    CgroupPlan cgroup = CgroupPlanner.plan(id, spec, host.cgroups(), options.manager(), warnings);
    List<MountPlan> mounts = new MountPlanner(bundle, host, namespaces, cgroup, warnings).plan();
    Optional<String> notifySocket =
        NotifyPlanner.plan(options.notifyFolder(), namespaces, mounts, warnings);
    if (options.network().isPresent()) {
      new NetworkFilesPlanner(spec, host, namespaces)
          .plan(options.network().get(), mounts, warnings);
    }
    boolean ownUser = namespaces.separates(NamespaceType.USER);
    Process process = Objects.requireNonNull(spec.process(), "a valid bundle has a process");
    ContainerPlan plan =
        new ContainerPlan(
            id.value(),
            caller(),
            namespaces,
            RootfsPlanner.plan(bundle, namespaces, options, host),
            mounts,
            DevicePlanner.plan(spec.linux().devices(), mounts, namespaces, host.userNamespace()),
            pathRules("/linux/maskedPaths/", spec.linux().maskedPaths()),
            pathRules("/linux/readonlyPaths/", spec.linux().readonlyPaths()),
            sysctls(spec.linux().sysctl()),
            Optional.ofNullable(spec.hostname()),
            Optional.ofNullable(spec.domainname()),
            new ProcessPlanner(process, host, options, warnings)
                .plan(spec.linux(), keyring(ownUser), notifySocket, ownUser),
            cgroup
                .withOwner(
                    new CgroupOwner(host, namespaces).find(process.user().uid(), mounts, covered()))
                .withEntrance(CgroupEntrance.find(cgroup, host, namespaces)),
            network(network),
            spec.hooks().isEmpty() ? Optional.empty() : HooksPlan.plan(spec.hooks()));
    return new Planned(plan, warnings);
  }

  private NetworkPlan network(Optional<NetworkRequest> asked) {
    boolean ours = asked.isPresent() && NetworkPlanner.isOurs(asked.get());
    Map<String, NetDevice> devices = bundle.spec().linux().netDevices();
    return new NetworkPlan(
        ours ? asked : Optional.empty(),
        devices.isEmpty() ? List.of() : NetDevicePlan.plan(devices));
  }

  private List<PathRule> covered() {
    List<PathRule> covered = new ArrayList<>();
    covered.addAll(pathRules("/linux/maskedPaths/", bundle.spec().linux().maskedPaths()));
    covered.addAll(pathRules("/linux/readonlyPaths/", bundle.spec().linux().readonlyPaths()));
    return covered;
  }

  private Optional<KeyringPlan> keyring(boolean ownUserNamespace) {
    return options.newKeyring()
        ? Optional.of(KeyringPlan.of(id.value(), ownUserNamespace))
        : Optional.empty();
  }

  private CallerFacts caller() {
    return host.caller().withPreservedFds(options.listenFds() + options.preservedFds());
  }

  private static List<PathRule> pathRules(String pointer, List<String> paths) {
    List<PathRule> rules = new ArrayList<>(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      rules.add(new PathRule(pointer + i, ContainerPath.normalize(paths.get(i))));
    }
    return rules;
  }

  private static List<SysctlPlan> sysctls(Map<String, String> sysctls) {
    List<SysctlPlan> plans = new ArrayList<>(sysctls.size());
    for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
      String name = sysctl.getKey();
      plans.add(new SysctlPlan(sysctlPointer(name), SysctlName.path(name), sysctl.getValue()));
    }
    return plans;
  }

  static String sysctlPointer(String name) {
    return "/linux/sysctl/" + name.replace("~", "~0").replace("/", "~1");
  }
}
