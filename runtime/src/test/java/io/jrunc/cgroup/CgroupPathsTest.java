package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupPaths.Entry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathsTest {

  @Test
  void whatIsStoredIsReadBack() {
    CgroupPaths paths =
        new CgroupPaths(
            List.of(
                new Entry(
                    CgroupVersion.V1,
                    List.of("cpu", "cpuacct"),
                    Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                    Path.of("jrunc/web1"),
                    1),
                new Entry(
                    CgroupVersion.V2, List.of(), Path.of("/sys/fs/cgroup"), Path.of("a:b c"), 0)));
    assertThat(paths.toLines())
        .containsExactly(
            "1:cpu,cpuacct:1/2:/sys/fs/cgroup/cpu,cpuacct/jrunc/web1",
            "2::0/1:/sys/fs/cgroup/a:b c");
    assertThat(CgroupPaths.parse(paths.toLines())).isEqualTo(paths);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1:memory:/sys/fs/cgroup/memory/a",
        "1:memory:1:/sys/fs/cgroup/memory/a",
        "3:memory:1/1:/sys/fs/cgroup/memory/a",
        "1:memory:2/1:/sys/fs/cgroup/memory/a",
        "1:memory:-1/1:/sys/fs/cgroup/memory/a",
        "1:memory:1/0:/sys/fs/cgroup/memory/a",
        "1:memory:1/1:/a",
        "1:memory:1/1:sys/fs/cgroup/memory/a",
        "1:memory:1/2:/sys/fs/cgroup/memory/../a"
      })
  void whatWasNeverStoredIsRefused(String line) {
    assertThatThrownBy(() -> CgroupPaths.parse(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
