package io.jrunc.plan;

import io.jrunc.spec.Hook;
import io.jrunc.spec.HookKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A hook's program.
 *
 * @param pointer JSON pointer to it in config.json
 * @param path absolute path of its executable file
 * @param arguments begin with the name of the program
 * @param environment as NAME=VALUE; nothing else is in it
 */
public record HookPlan(
    String pointer, String path, List<String> arguments, List<String> environment) {

  public HookPlan {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** A hook without arguments is called by its path. */
  public static HookPlan of(HookKind kind, int index, Hook hook) {
    return new HookPlan(
        "/hooks/" + kind.word() + "/" + index,
        hook.path(),
        hook.args().isEmpty() ? List.of(hook.path()) : hook.args(),
        hook.env());
  }

  static List<HookPlan> all(HookKind kind, List<Hook> hooks) {
    List<HookPlan> plans = new ArrayList<>(hooks.size());
    for (int i = 0; i < hooks.size(); i++) {
      plans.add(of(kind, i, hooks.get(i)));
    }
    return plans;
  }
}
