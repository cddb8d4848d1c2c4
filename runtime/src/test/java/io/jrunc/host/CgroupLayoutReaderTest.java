package io.jrunc.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupLayoutReaderTest {
  @TempDir Path folder;

  @Test
  void hierarchiesOfVersion1AreKnownByTheirControllersAndNotByNames() throws IOException {
    Path cpu = mountPoint("one");
    Path named = mountPoint("two");
    Files.createDirectory(folder.resolve("memory")); // as engines make where none is mounted
    assertThat(
            hierarchies(
                List.of(
                    "22 27 0:21 / /proc rw,relatime - proc proc rw",
                    "31 23 0:28 / " + folder + " rw - tmpfs tmpfs rw,mode=755",
                    "32 31 0:29 / " + cpu + " rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct",
                    "33 31 0:30 / " + named + " rw - cgroup cgroup rw,xattr,name=systemd"),
                List.of("5:cpu,cpuacct:/a:b", "4:memory:/not/mounted", "1:name=systemd:/")))
        .containsExactly(
            new Hierarchy(1, List.of("cpu", "cpuacct"), cpu.toString(), "/", "/a:b"),
            new Hierarchy(1, List.of("name=systemd"), named.toString(), "/", "/"));
  }

  @Test
  void theMountOfAWholeHierarchyIsBetterThanOneOfAPart() throws IOException {
    Path whole = mountPoint("whole");
    Path part = mountPoint("other\\");
    assertThat(
            hierarchies(
                List.of(
                    "1 0 0:1 /a " + mountPoint("part") + " rw - cgroup cgroup rw,memory",
                    "2 0 0:1 / " + whole + " rw - cgroup cgroup rw,memory",
                    "3 0 0:2 /b\\040c " + folder + "/other\\134 rw - cgroup cgroup rw,pids",
                    "4 0 0:2 /b " + mountPoint("third") + " rw - cgroup cgroup rw,pids"),
                List.of("2:memory:/", "1:pids:/")))
        .containsExactly(
            new Hierarchy(1, List.of("memory"), whole.toString(), "/", "/"),
            new Hierarchy(1, List.of("pids"), part.toString(), "/b c", "/"));
  }

  @Test
  void aMountThatAnotherHidesIsNone() throws IOException {
    Path point = mountPoint("point");
    Path free = mountPoint("free");
    assertThat(
            hierarchies(
                List.of(
                    "1 0 0:1 / " + point + " rw - cgroup2 cgroup2 rw",
                    "2 0 0:2 / " + point + " rw - cgroup cgroup rw,memory",
                    "3 0 0:3 / " + folder.resolve("below-a-tmpfs") + " rw - cgroup cgroup rw,pids",
                    "4 0 0:1 / " + free + " rw - cgroup2 cgroup2 rw"),
                List.of("2:memory:/", "1:pids:/", "0::/own")))
        .containsExactly(
            new Hierarchy(1, List.of("memory"), point.toString(), "/", "/"),
            new Hierarchy(2, List.of(), free.toString(), "/", "/own"));
  }

  @Test
  void theControllersOfVersion2AreInAFileOfItsRootWhereverThatIs() throws IOException {
    Path point = mountPoint("elsewhere");
    Files.writeString(point.resolve("cgroup.controllers"), "cpuset cpu io\n");
    String line = "41 31 0:38 /docker/a " + point + " rw,relatime - cgroup2 cgroup2 rw";

    assertThat(hierarchies(List.of(line), List.of("0::/docker/a/own")))
        .containsExactly(
            new Hierarchy(
                2, List.of("cpuset", "cpu", "io"), point.toString(), "/docker/a", "/docker/a/own"));
  }

  @Test
  void aHierarchyOfVersion2MayHaveNoControllers() throws IOException {
    Path point = mountPoint("v2");
    Files.writeString(point.resolve("cgroup.controllers"), "\n");
    String line = "41 31 0:38 / " + point + " rw,relatime - cgroup2 none rw";

    assertThat(hierarchies(List.of(line), List.of("0::/")).get(0).controllers()).isEmpty();
  }

  @Test
  void version2IsAloneWhereThatOfVersion1HasOnlyNames() throws IOException {
    String v2 = "1 0 0:1 / " + mountPoint("v2") + " rw - cgroup2 cgroup2 rw";
    String named = "2 0 0:2 / " + mountPoint("named") + " rw - cgroup cgroup rw,name=systemd";
    String pids = "3 0 0:3 / " + mountPoint("pids") + " rw - cgroup cgroup rw,pids";
    List<String> own = List.of("2:pids:/", "1:name=systemd:/", "0::/");

    assertThat(layout(List.of(v2, named), own).isUnified()).isTrue();
    assertThat(layout(List.of(v2, named, pids), own).isUnified()).isFalse();
    assertThat(layout(List.of(named), own).isUnified()).isFalse();
  }

  @Test
  void anOrdinaryUserHasTheFirstGroupWithoutProcessesOfThoseAboveHim() throws IOException {
    Path root = mountPoint("v2");
    for (String group : List.of("slice", "slice/service", "slice/service/scope")) {
      Files.createDirectory(root.resolve(group));
      Files.writeString(root.resolve(group).resolve("cgroup.procs"), "");
    }
    Files.writeString(root.resolve("slice/service/scope/cgroup.procs"), "17\n");
    List<String> mount = List.of("1 0 0:1 / " + root + " rw - cgroup2 cgroup2 rw");

    assertThat(delegated(mount, "0::/slice/service/scope")).hasValue("/slice/service");
    assertThat(delegated(mount, "0::/slice")).hasValue("/slice");
    assertThat(delegated(mount, "0::/")).hasValue("/");
    assertThat(delegated(mount, "0::/gone")).isEmpty();
    assertThat(delegated(mount, "0::/../outside")).isEmpty();
  }

  @Test
  void aHostWithoutCgroupsHasNoHierarchies() throws IOException {
    assertThat(hierarchies(List.of(), List.of("0::/"))).isEmpty();
    assertThat(hierarchies(List.of(), List.of())).isEmpty();
    assertThat(layout(List.of(), List.of()).isUnified()).isFalse();
  }

  /** A folder that looks like a cgroup. */
  private Path mountPoint(String name) throws IOException {
    Path point = Files.createDirectory(folder.resolve(name));
    Files.writeString(point.resolve("cgroup.procs"), "");
    return point;
  }

  private Optional<String> delegated(List<String> mountinfo, String own) throws IOException {
    return CgroupLayoutReader.layoutForUser(mounted(mountinfo), List.of(own)).delegated();
  }

  private CgroupLayout layout(List<String> mountinfo, List<String> selfCgroup) throws IOException {
    return CgroupLayoutReader.layout(mounted(mountinfo), selfCgroup);
  }

  private List<Hierarchy> hierarchies(List<String> mountinfo, List<String> selfCgroup)
      throws IOException {
    return layout(mountinfo, selfCgroup).hierarchies();
  }

  private MountedCgroups mounted(List<String> mountinfo) throws IOException {
    Path self = Files.createDirectories(folder.resolve("proc/self"));
    Files.write(self.resolve("mountinfo"), mountinfo);
    return new MountedCgroups.Unknown(new ProcFiles(folder.resolve("proc")));
  }
}
