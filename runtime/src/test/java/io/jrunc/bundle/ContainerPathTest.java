package io.jrunc.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ContainerPathTest {
  @Test
  void aNormalPathStaysAsItIs() {
    assertThat(ContainerPath.normalize("/")).isEqualTo("/");
    assertThat(ContainerPath.normalize("/a/b.c/..d")).isEqualTo("/a/b.c/..d");
    assertThat(ContainerPath.normalize("/a/.b/...")).isEqualTo("/a/.b/...");
  }

  @Test
  void dotsAndDoubledSlashesGo() {
    assertThat(ContainerPath.normalize("//a/./b//c/")).isEqualTo("/a/b/c");
    assertThat(ContainerPath.normalize("/a/b/../c/..")).isEqualTo("/a");
    assertThat(ContainerPath.normalize("/a/..")).isEqualTo("/");
  }

  @Test
  void aRelativePathIsMeantFromTheRoot() {
    assertThat(ContainerPath.normalize("a/b")).isEqualTo("/a/b");
    assertThat(ContainerPath.normalize("")).isEqualTo("/");
  }

  @Test
  void nothingLeadsAboveTheRoot() {
    assertThat(ContainerPath.normalize("/../../etc")).isEqualTo("/etc");
    assertThat(ContainerPath.normalize("../x/../../y")).isEqualTo("/y");
  }

  @Test
  void onlyWholeComponentsMakeAPathLieBelowAnother() {
    assertThat(ContainerPath.isBelow("/proc/sys", "/proc")).isTrue();
    assertThat(ContainerPath.isBelow("/process", "/proc")).isFalse();
    assertThat(ContainerPath.isBelow("/proc", "/proc")).isFalse();
    assertThat(ContainerPath.isBelow("/a", "/")).isTrue();
    assertThat(ContainerPath.isBelow("/", "/")).isFalse();
  }
}
