package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups that are there before the container, empty, frozen or with others in them. */
@AlsoOnV2
@Conformance
class GivenGroupIT {

  private static final String NOT_OURS =
      "runtime.md#delete: resources not created by this container must not be deleted";

  @Test
  @SpecRule("config-linux.md#cgroups-path: the group may be there already")
  void anEmptyGroupIsTaken(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    container.launch();
    assertThat(Freezer.of(container.pid())).isEqualTo(group);
    container.delete("--force").succeeds();
    Cgroups.remove(group.group());
  }

  @Test
  @SpecRule(NOT_OURS)
  void aGroupThatWasThereStaysWhenTheContainerIsDeleted(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    container.launch();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(group.group()).isDirectory();
    Cgroups.remove(group.group());
  }

  @Test
  @SpecRule(NOT_OURS)
  void othersInAGroupThatWasThereAreSpared(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    RunningCommand other = sandbox.program("sleep", "1000").start();
    try {
      container.launch();
      group.take(other.pid());
      container.delete("--force").succeeds();
      assertThat(other.isAlive()).isTrue();
      assertThat(group.group()).isDirectory();
    } finally {
      other.signal("KILL");
      other.await();
      Cgroups.remove(group.group());
    }
  }

  @Test
  @OnlyFor("jrunc")
  void aGroupInUseIsAnErrorThatNamesItAndSparesTheOthers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    RunningCommand one = sandbox.program("sleep", "1001").start();
    RunningCommand two = sandbox.program("sleep", "1002").start();
    group.take(one.pid());
    group.below("below").take(two.pid());
    try {
      container
          .create()
          .failsSaying(
              "/linux/cgroupsPath: " + group.group() + ": the cgroup is in use by 2 processes: ",
              Long.toString(one.pid()),
              Long.toString(two.pid()));
      container.askState().failsSaying("does not exist");
      container.delete("--force").succeeds();
      assertThat(one.isAlive()).isTrue();
      assertThat(two.isAlive()).isTrue();
    } finally {
      one.signal("KILL");
      two.signal("KILL");
      one.await();
      two.await();
      Cgroups.remove(group.group());
    }
  }

  @Test
  void inAFrozenGroupCreateFailsAndDoesNotHang(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    group.freeze();
    try {
      container.create().failsSaying("frozen");
      container.delete("--force").succeeds();
    } finally {
      Cgroups.remove(group.group());
    }
  }

  @Test
  @OnlyFor("jrunc")
  void theErrorOfAFrozenGroupNamesFieldAndGroup(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Freezer group = make(container);
    group.freeze();
    try {
      container
          .making("run")
          .execute()
          .failsSaying("/linux/cgroupsPath: " + group.group() + ": the cgroup is frozen");
      assertThat(group.group()).isDirectory();
    } finally {
      Cgroups.remove(group.group());
    }
  }

  @Test
  @OnlyFor("jrunc")
  void belowAFrozenGroupCreateFailsAndNamesThatOne(Sandbox sandbox) {
    Container container = sandbox.container();
    Config config = container.bundle().config().sleeping();
    Freezer above = make(container);
    String path = config.at("/linux/cgroupsPath").asText();
    container.bundle().write(config.set("/linux/cgroupsPath", path + "/below"));
    above.freeze();
    try {
      container.create().failsSaying("the cgroup is frozen, as is " + above.group() + " above it");
      assertThat(above.group().resolve("below")).doesNotExist();
    } finally {
      Cgroups.groupsNamed(container.id()).forEach(Cgroups::remove);
    }
  }

  @Test
  @OnlyFor("jrunc")
  void anEarlierContainerOfTheSameGroupLeavesTheLaterOneAlone(Sandbox sandbox) {
    Container first = sandbox.container(config -> config.withoutNamespace("pid").args("true"));
    List<Path> groups = makeAll(first);
    first.launch().awaitStatus("stopped");
    Container second =
        sandbox.container(
            config ->
                config
                    .withoutNamespace("pid")
                    .sleeping()
                    .set("/linux/cgroupsPath", first.bundle().config().at("/linux/cgroupsPath")));
    second.launch();
    sandbox.runtime().command("kill", "--all", first.id(), "KILL").execute().succeeds();
    first.delete("--force").succeeds();
    assertThat(second.status()).isEqualTo("running");
    second.delete("--force").succeeds();
    groups.forEach(Cgroups::remove);
  }

  @Test
  @SpecRule("runtime.md#delete: deleting removes what create made")
  void groupsThatAreMadeBelowTheContainersGoWithIt(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Freezer group = Freezer.of(container.pid());
    Path deep = group.group();
    for (int i = 0; i < 30; i++) {
      deep = deep.resolve("level");
      HostFiles.folder(deep.resolveSibling("side" + i));
    }
    HostFiles.folder(deep);
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  /** The group that the container's config names, in all hierarchies. */
  private static List<Path> makeAll(Container container) {
    String path = container.bundle().config().at("/linux/cgroupsPath").asText();
    List<Path> groups = new ArrayList<>();
    for (MountEntry mount : Host.mounts()) {
      if (mount.type().equals(Cgroups.isV1() ? "cgroup" : "cgroup2")) {
        groups.add(HostFiles.folder(Path.of(mount.path() + path)));
      }
    }
    return groups;
  }

  /** The group that the container's config names, in the hierarchy that has the freezer. */
  private static Freezer make(Container container) {
    String path = container.bundle().config().at("/linux/cgroupsPath").asText();
    Path hierarchy = Cgroups.hierarchy("freezer").orElseThrow();
    return new Freezer(HostFiles.folder(hierarchy.resolve(path.substring(1))));
  }
}
