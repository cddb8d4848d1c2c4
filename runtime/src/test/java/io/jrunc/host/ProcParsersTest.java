package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HostFacts.UserNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ProcParsersTest {
  private static final ProcessStatus STATUS =
      ProcessStatus.parse(List.of("SigBlk:\t0000000000000004", "SigIgn:\t8000000000000001"));

  @Test
  void onlyTheHostsUserNamespaceMapsEveryIdToItself() {
    assertThat(UidMap.parse(List.of("         0          0 4294967295")))
        .isEqualTo(UserNamespace.INITIAL);
    assertThat(UidMap.parse(List.of("         0       1000          1")))
        .isEqualTo(UserNamespace.NESTED);
    assertThat(UidMap.parse(List.of("0 0 1000", "1000 1000 4294966295")))
        .isEqualTo(UserNamespace.NESTED);
    assertThat(UidMap.parse(List.of())).isEqualTo(UserNamespace.NESTED);
  }

  @Test
  void theLauncherKnowsBetterThanTheJvmWhatTheCallerBlocked() {
    ResourceLimit files = new ResourceLimit(5, 6);

    assertThat(caller(Optional.of(2L), Optional.of(-1L)).facts(STATUS, files))
        .isEqualTo(new CallerFacts(2, -1, 0, 5, 6));
    assertThat(caller(Optional.empty(), Optional.empty()).facts(STATUS, files))
        .isEqualTo(new CallerFacts(4, 0x8000000000000001L, 0, 5, 6));
  }

  private static CallingProcess caller(Optional<Long> blocked, Optional<Long> ignored) {
    return new CallingProcess(
        "self", blocked, ignored, OptionalInt.empty(), Optional.empty(), Map.of());
  }
}
