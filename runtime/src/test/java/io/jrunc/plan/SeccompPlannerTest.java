package io.jrunc.plan;

import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_LOG;
import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_NEW_LISTENER;
import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC;
import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_TSYNC_ESRCH;
import static io.jrunc.linux.abi.SeccompFlag.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SeccompPlannerTest {
  private static final FilterCode CODE = new FilterCode(new byte[8], List.of("no_such", "nor"));
  private static final String NOTIFY =
      "'listenerPath':'/a','syscalls':[{'names':['read'],'action':'SCMP_ACT_NOTIFY'}],";

  @Test
  void noProfileIsNoPlan() {
    assertThat(Fixture.of("").plan().process().seccomp()).isEmpty();
  }

  @Test
  void withoutFlagsTheRuntimeChoosesSpeed() {
    assertThat(plan("").flags()).containsExactly(SECCOMP_FILTER_FLAG_SPEC_ALLOW);
    assertThat(plan("'flags':[],").flags()).isEmpty();
  }

  @Test
  void flagsAreAsGiven() {
    assertThat(
            plan("'flags':['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_TSYNC',"
                    + "'SECCOMP_FILTER_FLAG_SPEC_ALLOW'],")
                .flags())
        .containsExactly(
            SECCOMP_FILTER_FLAG_LOG, SECCOMP_FILTER_FLAG_TSYNC, SECCOMP_FILTER_FLAG_SPEC_ALLOW);
  }

  @Test
  void anAgentNeedsAListener() {
    SeccompPlan plan = plan(NOTIFY + "'flags':['SECCOMP_FILTER_FLAG_TSYNC'],");
    assertThat(plan.hasListener()).isTrue();
    assertThat(plan.flags())
        .containsExactly(
            SECCOMP_FILTER_FLAG_NEW_LISTENER,
            SECCOMP_FILTER_FLAG_TSYNC,
            SECCOMP_FILTER_FLAG_TSYNC_ESRCH);
    assertThat(plan("").hasListener()).isFalse();
  }

  @Test
  void waitingKillablyIsForListeners() {
    String flag = "'flags':['SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV'],";
    assertThat(plan(NOTIFY + flag).flags()).contains(SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    Planned planned = fixture(flag).planned();
    assertThat(planned.plan().process().seccomp().orElseThrow().flags()).isEmpty();
    assertThat(planned.warnings())
        .contains(
            "/linux/seccomp/flags: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV has no effect without"
                + " SCMP_ACT_NOTIFY");
  }

  @Test
  void unknownCallsAreTold() {
    assertThat(fixture("").planned().warnings())
        .contains("/linux/seccomp/syscalls: unknown, and skipped: no_such, nor");
  }

  private static SeccompPlan plan(String members) {
    return fixture(members).plan().process().seccomp().orElseThrow();
  }

  private static Fixture fixture(String members) {
    Fixture fixture = Fixture.of(linux(members));
    return fixture.with(fixture.host().with(CODE));
  }

  private static String linux(String members) {
    return "'linux':{'seccomp':{" + members + "'defaultAction':'SCMP_ACT_ERRNO'}}";
  }
}
