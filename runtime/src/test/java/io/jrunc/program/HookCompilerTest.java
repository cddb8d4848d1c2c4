package io.jrunc.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HookPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookCompilerTest {
  private static final HookPlan HOOK =
      new HookPlan("/hooks/poststop/1", "/usr/bin/thing", List.of("thing", "-v"), List.of("A=b"));

  @Test
  void aHookOfTheHostIsAChildOfOursUntilItsExecve() {
    String listing =
        new HookCompiler(Architecture.X86_64)
            .compile(HOOK, new CallerFacts(1, 0, 2, 1024, 4096), "/bundle")
            .listing();
    assertThat(listing)
        .startsWith(
            """
            fd 3: this program
            fd 4: report page
            fd 5: connection to the engine
            """)
        .contains("# run /usr/bin/thing  [/hooks/poststop/1]")
        .contains("prlimit64(0, RLIMIT_NOFILE, {soft=1024, hard=4096}, NULL)")
        .contains("chdir(\"/bundle\")  (errors ignored)")
        .doesNotContain("clone(", "wait4(")
        .endsWith("execve(\"/usr/bin/thing\", [\"thing\", \"-v\"], [\"A=b\"])\n");
  }
}
