package io.jrunc.bundle;

import io.jrunc.spec.Hook;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.Spec;
import java.util.List;

/** Hooks are programs at absolute paths, and the kernel can take what they are given. */
final class HookRule {
  private HookRule() {}

  static void check(Spec spec, Problems problems) {
    if (spec.hooks().isEmpty()) {
      return;
    }
    for (HookKind kind : HookKind.values()) {
      List<Hook> hooks = kind.of(spec.hooks());
      for (int i = 0; i < hooks.size(); i++) {
        Hook hook = hooks.get(i);
        String pointer = "/hooks/" + kind.word() + "/" + i;
        problems.isAbsolutePath(pointer + "/path", hook.path());
        ProcessRule.environment(pointer + "/env/", hook.env(), problems);
      }
    }
  }
}
