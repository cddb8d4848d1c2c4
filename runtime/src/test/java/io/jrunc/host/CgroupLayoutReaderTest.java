package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupLayoutReaderTest {
  @Test
  void hierarchiesOfVersion1AreKnownByTheirControllers() {
    assertThat(
            hierarchies(
                List.of(
                    "22 27 0:21 / /proc rw,relatime - proc proc rw",
                    "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755",
                    "32 31 0:29 / /cg/one rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct",
                    "33 31 0:30 / /cg/two rw - cgroup cgroup rw,xattr,name=systemd"),
                List.of("5:cpu,cpuacct:/a:b", "4:memory:/not/mounted", "1:name=systemd:/")))
        .containsExactly(
            new Hierarchy(1, List.of("cpu", "cpuacct"), "/cg/one", "/", "/a:b"),
            new Hierarchy(1, List.of("name=systemd"), "/cg/two", "/", "/"));
  }

  @Test
  void theMountOfAWholeHierarchyIsBetterThanOneOfAPart() {
    assertThat(
            hierarchies(
                List.of(
                    "1 0 0:1 /a /part rw - cgroup cgroup rw,memory",
                    "2 0 0:1 / /whole rw - cgroup cgroup rw,memory",
                    "3 0 0:2 /b\\040c /other\\134 rw - cgroup cgroup rw,pids",
                    "4 0 0:2 /b /third rw - cgroup cgroup rw,pids"),
                List.of("2:memory:/", "1:pids:/")))
        .containsExactly(
            new Hierarchy(1, List.of("memory"), "/whole", "/", "/"),
            new Hierarchy(1, List.of("pids"), "/other\\", "/b c", "/"));
  }

  @Test
  void theControllersOfVersion2AreInAFileOfItsRoot(@TempDir Path mountPoint) throws IOException {
    Files.writeString(mountPoint.resolve("cgroup.controllers"), "cpuset cpu io\n");
    String line = "41 31 0:38 / " + mountPoint + " rw,relatime - cgroup2 cgroup2 rw";

    assertThat(hierarchies(List.of(line), List.of("0::/own")))
        .containsExactly(
            new Hierarchy(2, List.of("cpuset", "cpu", "io"), mountPoint.toString(), "/", "/own"));
  }

  @Test
  void aHierarchyOfVersion2MayHaveNoControllers(@TempDir Path mountPoint) throws IOException {
    Files.writeString(mountPoint.resolve("cgroup.controllers"), "\n");
    String line = "41 31 0:38 / " + mountPoint + " rw,relatime - cgroup2 none rw";

    assertThat(hierarchies(List.of(line), List.of("0::/")).get(0).controllers()).isEmpty();
    assertThat(hierarchies(List.of(line.replace(mountPoint.toString(), "/none")), List.of("0::/")))
        .containsExactly(new Hierarchy(2, List.of(), "/none", "/", "/"));
  }

  @Test
  void aHostWithoutCgroupsHasNoHierarchies() {
    assertThat(hierarchies(List.of(), List.of("0::/"))).isEmpty();
    assertThat(hierarchies(List.of(), List.of())).isEmpty();
  }

  private static List<Hierarchy> hierarchies(List<String> mountinfo, List<String> selfCgroup) {
    return CgroupLayoutReader.layout(CgroupMount.parse(mountinfo), selfCgroup).hierarchies();
  }
}
