package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.error.OperationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubGroupsTest {
  private static final Entry CPU = entry("cpu,cpuacct", "cpu", "cpuacct");
  private static final Entry SYSTEMD = entry("systemd", "name=systemd");

  @Test
  void onePathIsForAllHierarchies() {
    SubGroups groups = SubGroups.parse(List.of("/a/./b"));
    assertThat(groups.directory(CPU)).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct/box/a/b"));
    assertThat(groups.directory(SYSTEMD)).isEqualTo(Path.of("/sys/fs/cgroup/systemd/box/a/b"));
  }

  @Test
  void aPathOfAControllerIsForItsHierarchyOnly() {
    SubGroups groups = SubGroups.parse(List.of("cpu,memory:a", "systemd:b"));
    assertThat(groups.directory(CPU)).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct/box/a"));
    assertThat(groups.directory(SYSTEMD)).isEqualTo(Path.of("/sys/fs/cgroup/systemd/box/b"));
    assertThat(groups.directory(entry("pids", "pids")))
        .isEqualTo(Path.of("/sys/fs/cgroup/pids/box"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../x | must not climb up",
        "cpu:a/../../x | must not climb up",
        ":a | has an empty controller before the path",
        "cpu,:a | has an empty controller before the path",
        "cpu,cpu:a | names cpu a second time",
      })
  void anotherFormIsRefused(String value, String reason) {
    assertThatThrownBy(() -> SubGroups.parse(List.of(value)))
        .isInstanceOf(OperationException.class)
        .hasMessage("--cgroup " + value + ": " + reason);
  }

  @Test
  void severalPathsNeedTheirControllers() {
    assertThatThrownBy(() -> SubGroups.parse(List.of("cpu:a", "b")))
        .hasMessage("--cgroup b: has no CONTROLLER: before the path");
  }

  @Test
  void aControllerThatTheContainerHasNotIsRefused() {
    assertThatThrownBy(() -> SubGroups.parse(List.of("tape:a")).check(List.of(CPU, SYSTEMD)))
        .hasMessage("--cgroup tape: the container has no such controller");
  }

  private static Entry entry(String folder, String... controllers) {
    return new Entry(
        CgroupVersion.V1,
        List.of(controllers),
        Path.of("/sys/fs/cgroup").resolve(folder),
        Path.of("box"),
        1);
  }
}
