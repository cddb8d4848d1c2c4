package io.jrunc.plan;

import io.jrunc.spec.HookKind;
import io.jrunc.spec.Hooks;
import java.util.List;
import java.util.Optional;

/**
 * The hooks that a container's init has a part in.
 *
 * @param stopsBeforePivot whether hooks run once everything is mounted, and before the root changes
 * @param createContainer run by init then
 * @param startContainer run by init once it is started
 */
public record HooksPlan(
    boolean stopsBeforePivot, List<HookPlan> createContainer, List<HookPlan> startContainer) {

  public HooksPlan {
    createContainer = List.copyOf(createContainer);
    startContainer = List.copyOf(startContainer);
  }

  /** Empty where init has no part in any. */
  static Optional<HooksPlan> plan(Hooks hooks) {
    boolean stops =
        !hooks.prestart().isEmpty()
            || !hooks.createRuntime().isEmpty()
            || !hooks.createContainer().isEmpty();
    if (!stops && hooks.startContainer().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HooksPlan(
            stops,
            HookPlan.all(HookKind.CREATE_CONTAINER, hooks.createContainer()),
            HookPlan.all(HookKind.START_CONTAINER, hooks.startContainer())));
  }
}
