package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupTreeTest {

  private final FakeCgroupFiles files = new FakeCgroupFiles().mountV1("/cg", "freezer");

  @Test
  void parentsComeBeforeTheirChildren() {
    for (String path : List.of("/cg/a", "/cg/a/1", "/cg/a/2", "/cg/a/1/x")) {
      files.addGroup(Path.of(path));
    }
    try (GroupTree tree = GroupTree.of(files, Path.of("/cg/a"))) {
      assertThat(tree.groups())
          .containsExactly(
              Path.of("/cg/a"), Path.of("/cg/a/1"), Path.of("/cg/a/2"), Path.of("/cg/a/1/x"));
    }
  }

  @Test
  void noPathIsLongerThanTheKernelTakes() {
    Path deepest = Path.of("/cg");
    String name = "n".repeat(250);
    for (int level = 0; level < 40; level++) {
      deepest = deepest.resolve(name);
      files.addGroup(deepest);
    }
    try (GroupTree tree = GroupTree.of(files, Path.of("/cg"))) {
      assertThat(tree.groups()).hasSize(41);
      assertThat(tree.groups()).allSatisfy(g -> assertThat(g.toString()).hasSizeLessThan(3000));
      assertThat(files.openAnchors()).isEqualTo(3);
    }
    assertThat(files.openAnchors()).isZero();
  }
}
