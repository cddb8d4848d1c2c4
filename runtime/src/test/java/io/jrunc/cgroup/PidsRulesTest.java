package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.linux.Pids;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PidsRulesTest {

  @ParameterizedTest
  @EnumSource(CgroupVersion.class)
  void theLimitIsTheSameInBothVersions(CgroupVersion version) {
    assertThat(value(5L, version)).isEqualTo("5");
    assertThat(value(-1L, version)).isEqualTo("max");
    assertThat(value(null, version)).isEqualTo("nothing");
  }

  @ParameterizedTest
  @EnumSource(CgroupVersion.class)
  void zeroIsALimitThatForbidsToFork(CgroupVersion version) {
    assertThat(value(0L, version)).isEqualTo("0");
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatThrownBy(() -> value(-2L, CgroupVersion.V1))
        .hasMessage("/linux/resources/pids/limit: -2 is neither an amount nor -1 for unlimited");
  }

  private static String value(@Nullable Long limit, CgroupVersion version) {
    SettingList settings = new SettingList(new Controllers(Map.of("pids", version), false));
    PidsRules.add(new Pids(limit), settings);
    return settings.toList().isEmpty() ? "nothing" : settings.toList().get(0).value();
  }
}
