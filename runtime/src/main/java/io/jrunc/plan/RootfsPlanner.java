package io.jrunc.plan;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.MountOption;
import io.jrunc.plan.RootfsPlan.Trees;
import io.jrunc.spec.linux.NamespaceType;

/** Decides how the root directory becomes {@code /}. */
final class RootfsPlanner {
  /** What happens on the host still shows in the container, but not the other way round. */
  private static final Propagation DEFAULT = new Propagation(Propagation.Kind.SLAVE, true);

  private RootfsPlanner() {}

  static RootfsPlan plan(
      Bundle bundle, NamespacePlan namespaces, PlanOptions options, HostFacts host) {
    return new RootfsPlan(
        bundle.rootfs().toString(),
        bundle.spec().root().readonly(),
        propagation(bundle),
        change(namespaces, options),
        host.copiesTrees() ? Trees.BY_ENGINE : Trees.BY_INIT);
  }

  private static Propagation propagation(Bundle bundle) {
    String word = bundle.spec().linux().rootfsPropagation();
    return word == null
        ? DEFAULT
        : MountOption.named(word).map(MountOptions::propagation).orElse(DEFAULT);
  }

  private static RootfsPlan.RootChange change(NamespacePlan namespaces, PlanOptions options) {
    if (!namespaces.creates(NamespaceType.MOUNT)) {
      return RootfsPlan.RootChange.CHROOT;
    }
    return options.noPivot() ? RootfsPlan.RootChange.MOVE : RootfsPlan.RootChange.PIVOT;
  }
}
