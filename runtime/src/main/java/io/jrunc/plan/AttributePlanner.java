package io.jrunc.plan;

import io.jrunc.bundle.NodeList;
import io.jrunc.linux.abi.IoPriorityClass;
import io.jrunc.linux.abi.MemoryPolicyFlag;
import io.jrunc.linux.abi.MemoryPolicyMode;
import io.jrunc.linux.abi.PersonalityDomain;
import io.jrunc.linux.abi.SchedulingFlag;
import io.jrunc.linux.abi.SchedulingPolicy;
import io.jrunc.plan.ProcessAttributes.IoPriorityPlan;
import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.spec.IoPriority;
import io.jrunc.spec.Process;
import io.jrunc.spec.Scheduler;
import io.jrunc.spec.SchedulerFlag;
import io.jrunc.spec.linux.Linux;
import io.jrunc.spec.linux.MemoryPolicy;
import io.jrunc.spec.linux.Personality;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a program has beside its rights. */
final class AttributePlanner {
  /** What AppArmor calls no profile at all, which every host has. */
  private static final String UNCONFINED = "unconfined";

  private final HostFacts host;

  AttributePlanner(HostFacts host) {
    this.host = host;
  }

  /**
   * The plan.
   *
   * @param linux of the container that the process is in
   * @param keyring its session keyring; absent: the caller's
   * @throws HostLacksException when the host has no such security module
   */
  ProcessAttributes plan(Process process, Linux linux, Optional<KeyringPlan> keyring) {
    return new ProcessAttributes(
        scheduler(process.scheduler()),
        ioPriority(process.ioPriority()),
        personality(linux.personality()),
        memoryPolicy(linux.memoryPolicy()),
        apparmor(process.apparmorProfile()),
        selinux(process.selinuxLabel()),
        keyring);
  }

  private static Optional<SchedulerPlan> scheduler(@Nullable Scheduler scheduler) {
    if (scheduler == null) {
      return Optional.empty();
    }
    List<SchedulingFlag> flags = new ArrayList<>();
    for (SchedulerFlag flag : scheduler.flags()) {
      flags.add(SchedulingFlag.named(flag.word()).orElseThrow());
    }
    return Optional.of(
        new SchedulerPlan(
            SchedulingPolicy.named(scheduler.policy().word()).orElseThrow(),
            flags,
            scheduler.nice() == null ? 0 : scheduler.nice(),
            scheduler.priority() == null ? 0 : scheduler.priority(),
            orZero(scheduler.runtime()),
            orZero(scheduler.deadline()),
            orZero(scheduler.period())));
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static Optional<IoPriorityPlan> ioPriority(@Nullable IoPriority priority) {
    return priority == null
        ? Optional.empty()
        : Optional.of(
            new IoPriorityPlan(
                IoPriorityClass.named(priority.ioClass().word()).orElseThrow(),
                priority.priority()));
  }

  private static Optional<PersonalityDomain> personality(@Nullable Personality personality) {
    if (personality == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (personality.domain()) {
          case LINUX -> PersonalityDomain.PER_LINUX;
          case LINUX32 -> PersonalityDomain.PER_LINUX32;
        });
  }

  private static Optional<MemoryPolicyPlan> memoryPolicy(@Nullable MemoryPolicy policy) {
    if (policy == null) {
      return Optional.empty();
    }
    List<MemoryPolicyFlag> flags = new ArrayList<>();
    for (io.jrunc.spec.linux.MemoryPolicyFlag flag : policy.flags()) {
      flags.add(MemoryPolicyFlag.named(flag.word()).orElseThrow());
    }
    String nodes = policy.nodes() == null ? "" : policy.nodes();
    List<Long> mask = new ArrayList<>();
    if (!nodes.isEmpty()) {
      BitSet bits = NodeList.parse(nodes).orElseThrow();
      for (long word : bits.toLongArray()) {
        mask.add(word);
      }
    }
    return Optional.of(
        new MemoryPolicyPlan(
            MemoryPolicyMode.named(policy.mode().word()).orElseThrow(), flags, nodes, mask));
  }

  private Optional<String> apparmor(@Nullable String profile) {
    if (profile == null) {
      return Optional.empty();
    }
    if (host.securityModules().apparmor()) {
      return Optional.of(profile);
    }
    if (profile.equals(UNCONFINED)) {
      return Optional.empty();
    }
    throw new HostLacksException(
        "/process/apparmorProfile",
        "profile " + profile + " needs AppArmor, which this host does not have or has disabled");
  }

  private Optional<String> selinux(@Nullable String label) {
    if (label != null && !host.securityModules().selinux()) {
      throw new HostLacksException(
          "/process/selinuxLabel",
          "label " + label + " needs SELinux, which this host does not have or has disabled");
    }
    return Optional.ofNullable(label);
  }
}
