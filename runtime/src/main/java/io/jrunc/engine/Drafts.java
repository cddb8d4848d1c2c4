package io.jrunc.engine;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerId;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.PlanOptions;
import io.jrunc.plan.Planned;
import io.jrunc.program.SyscallProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was planned last, with all that it was planned from. Plans and programs depend on nothing
 * else: whoever makes or starts a container again, of the same configuration under the same name on
 * a host that looks the same, gets the same.
 */
public final class Drafts {
  /** A hundred KiB or two each. */
  private static final int MOST = 4;

  private final Deque<Draft> latest = new ArrayDeque<>();

  /** What came of it. */
  record Draft(
      ContainerId id,
      Bundle bundle,
      HostFacts host,
      PlanOptions options,
      Planned planned,
      SyscallProgram program) {

    private boolean isOf(ContainerId name, Bundle other, HostFacts facts, PlanOptions chosen) {
      return id.equals(name)
          && bundle.isSame(other)
          && options.equals(chosen)
          && host.equals(facts);
    }
  }

  synchronized Optional<Draft> find(
      ContainerId id, Bundle bundle, HostFacts host, PlanOptions options) {
    for (Draft draft : latest) {
      if (draft.isOf(id, bundle, host, options)) {
        return Optional.of(draft);
      }
    }
    return Optional.empty();
  }

  /** In place of the oldest. */
  synchronized void keep(Draft draft) {
    if (latest.size() == MOST) {
      latest.removeLast();
    }
    latest.addFirst(draft);
  }

  /** Those whose configurations are known to keep all rules. */
  synchronized List<Bundle> bundles() {
    List<Bundle> bundles = new ArrayList<>();
    for (Draft draft : latest) {
      bundles.add(draft.bundle());
    }
    return bundles;
  }
}
