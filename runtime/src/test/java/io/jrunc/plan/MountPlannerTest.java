package io.jrunc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.plan.MountPlan.Bind;
import io.jrunc.plan.MountPlan.Filesystem;
import io.jrunc.plan.MountPlan.Option;
import io.jrunc.plan.MountPlan.Remount;
import io.jrunc.spec.IdMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountPlannerTest {
  private static final String RELATIVE = "{'destination':'a/../b','type':'tmpfs','source':'tmpfs'}";

  @Test
  void aFileSystemHasTypeSourceAndItsOwnOptions() {
    assertThat(
            mounts(
                "{'destination':'/dev/pts','type':'devpts','source':'devpts','options':["
                    + "'nosuid','noexec','newinstance','mode=0620','gid=5','','x=a=b']}"))
        .containsExactly(
            new Filesystem(
                "/mounts/0",
                "/dev/pts",
                "devpts",
                "devpts",
                List.of(
                    option("newinstance"),
                    option("mode", "0620"),
                    option("gid", "5"),
                    option("x", "a=b")),
                attributes(MountAttr.MOUNT_ATTR_NOSUID, MountAttr.MOUNT_ATTR_NOEXEC),
                List.of(),
                false,
                false));
  }

  @Test
  void aFileSystemWithoutASourceTakesItsTypeForOne() {
    assertThat(filesystem("{'destination':'/a','type':'proc'}").source()).isEqualTo("proc");
  }

  @Test
  void aReadonlyFileSystemIsSoItselfAndByItsMount() {
    Filesystem mount = filesystem("{'destination':'/sys','type':'sysfs','options':['nodev','ro']}");

    assertThat(mount.options()).containsExactly(option("ro"));
    assertThat(mount.attributes())
        .isEqualTo(attributes(MountAttr.MOUNT_ATTR_RDONLY, MountAttr.MOUNT_ATTR_NODEV));
    assertThat(mount.lateReadonly()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/run,tmpfs,ro", "/dev,devtmpfs,ro", "/run,tmpfs,rro"})
  void whatIsMountedIntoBecomesReadonlyLate(String destination, String type, String option) {
    Filesystem mount =
        filesystem(
            "{'destination':'"
                + destination
                + "','type':'"
                + type
                + "','options':['"
                + option
                + "','size=1m']}");

    assertThat(mount.options()).containsExactly(option("size", "1m"));
    assertThat(mount.attributes()).isEqualTo(attributes());
    assertThat(mount.lateReadonly()).isTrue();
  }

  @Test
  void whatALaterMountHidesBecomesReadonlyAtOnce() {
    String tmpfs = "{'destination':'/dev/shm','type':'tmpfs','options':['ro']}";
    String over = ",{'destination':'/dev/shm/.','source':'/src','options':['rbind']}";
    String above = ",{'destination':'/dev','type':'tmpfs'}";

    assertThat(((Filesystem) mounts(tmpfs + over).get(0)).lateReadonly()).isFalse();
    assertThat(((Filesystem) mounts(tmpfs + above).get(0)).lateReadonly()).isFalse();
    assertThat(((Filesystem) mounts(tmpfs + above).get(0)).options()).containsExactly(option("ro"));
  }

  @Test
  void aBindMountIsOneByItsOptionsAndKnowsWhatItsSourceIs() {
    assertThat(
            mounts(
                "{'destination':'/a','type':'tmpfs','source':'/src','options':['rbind','ro']},"
                    + "{'destination':'/b','type':'bind','source':'/src/file','options':['bind']}"))
        .containsExactly(
            new Bind(
                "/mounts/0",
                "/a",
                "/src",
                true,
                true,
                Optional.empty(),
                attributes(MountAttr.MOUNT_ATTR_RDONLY),
                List.of()),
            new Bind(
                "/mounts/1",
                "/b",
                "/src/file",
                false,
                false,
                Optional.empty(),
                MountAttributes.NONE,
                List.of()));
  }

  @Test
  void anIdMapIsTheMountsOwnOrTheContainers() {
    String own =
        "{'destination':'/a','source':'/src','options':['rbind','idmap'],'uidMappings':[{'containerID':1,'hostID':2,'size':3}],'gidMappings':[{'containerID':4,'hostID':5,'size':6}]}";
    String containers = ",{'destination':'/b','source':'/src','options':['rbind','ridmap']}";
    List<MountPlan> mounts = inUserNamespace(own + containers).plan().mounts();

    assertThat(((Bind) mounts.get(0)).idMap())
        .contains(
            new MountIdMap.Ranges(
                List.of(new IdMapping(1, 2, 3)), List.of(new IdMapping(4, 5, 6)), false));
    assertThat(((Bind) mounts.get(1)).idMap())
        .contains(
            new MountIdMap.Ranges(
                List.of(new IdMapping(0, 1000, 10)), List.of(new IdMapping(0, 2000, 10)), true));
  }

  @Test
  void onlyRootMapsTheIdsOfAMount() {
    Fixture fixture =
        inUserNamespace("{'destination':'/a','source':'/src','options':['bind','idmap']}");
    Fixture ofAnOrdinaryUser = fixture.asOrdinaryUser();

    assertThatThrownBy(ofAnOrdinaryUser::plan)
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/mounts/0: only root can map the ids of a mount");
  }

  @Test
  void theHostsSysIsReadOnlyThroughoutForAnOrdinaryUser() {
    Fixture fixture =
        inUserNamespace("{'destination':'/sys','source':'/sys','options':['rbind','ro']}");

    assertThat(below(fixture.asOrdinaryUser())).containsExactly(MountAttr.MOUNT_ATTR_RDONLY);
    assertThat(below(fixture)).isEmpty();
  }

  private static Set<MountAttr> below(Fixture fixture) {
    return ((Bind) fixture.plan().mounts().get(0)).attributes().setBelow();
  }

  private static Fixture inUserNamespace(String mounts) {
    return Fixture.of(
        "'linux':{'namespaces':[{'type':'mount'},{'type':'cgroup'},{'type':'user'}],"
            + "'uidMappings':[{'containerID':0,'hostID':1000,'size':10}],"
            + "'gidMappings':[{'containerID':0,'hostID':2000,'size':10}]},'mounts':["
            + mounts
            + "]");
  }

  @Test
  void aLabelIsForFileSystemsThatHaveNoneOfTheirOwn() {
    Fixture labelled =
        Fixture.of(
            "'linux':{"
                + Fixture.ALL_NAMESPACES
                + ",'mountLabel':'u:r:t:s0'},'mounts':["
                + "{'destination':'/proc','type':'proc'},{'destination':'/a','type':'tmpfs'},"
                + "{'destination':'/b','type':'tmpfs','options':['context=other']},"
                + "{'destination':'/c','source':'/src','options':['bind']}]");

    assertThatThrownBy(labelled::plan)
        .isInstanceOf(HostLacksException.class)
        .hasMessage(
            "/linux/mountLabel: label u:r:t:s0 needs SELinux, which this host does not have or has"
                + " disabled");
    List<MountPlan> mounts = labelled.with(new SecurityModules(false, true)).plan().mounts();
    assertThat(((Filesystem) mounts.get(0)).options()).isEmpty();
    assertThat(((Filesystem) mounts.get(1)).options())
        .containsExactly(option("context", "u:r:t:s0"));
    assertThat(((Filesystem) mounts.get(2)).options()).containsExactly(option("context", "other"));
  }

  @Test
  void aTmpfsMayBeginWithWhatItHides() {
    assertThat(filesystem("{'destination':'/a','type':'tmpfs','options':['tmpcopyup']}").copyUp())
        .isTrue();
  }

  @Test
  void theSourceOfABindMountIsRelativeToTheBundle() {
    assertThatThrownBy(() -> mounts("{'destination':'/a','source':'data/x','options':['bind']}"))
        .isInstanceOf(HostLacksException.class)
        .hasMessage("/mounts/0: source /b/data/x: no such file or directory");
  }

  @Test
  void aRemountChangesTheFileSystemToo() {
    assertThat(
            mounts(
                "{'destination':'/a','options':['remount','ro','nodev','size=1m']},"
                    + "{'destination':'/a','options':['remount','noatime','private']},"
                    + "{'destination':'/a','options':['remount','rw']}"))
        .containsExactly(
            new Remount(
                "/mounts/0",
                "/a",
                List.of(option("ro"), option("size", "1m")),
                attributes(MountAttr.MOUNT_ATTR_RDONLY, MountAttr.MOUNT_ATTR_NODEV),
                List.of()),
            new Remount(
                "/mounts/1",
                "/a",
                List.of(),
                new MountAttributes(
                    Set.of(MountAttr.MOUNT_ATTR_NOATIME),
                    Set.of(MountAttr.MOUNT_ATTR__ATIME),
                    Set.of(),
                    Set.of()),
                List.of(new Propagation(Propagation.Kind.PRIVATE, false))),
            new Remount(
                "/mounts/2",
                "/a",
                List.of(option("rw")),
                new MountAttributes(
                    Set.of(), Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of(), Set.of()),
                List.of()));
  }

  @Test
  void aRemountWithBindIsAboutTheMountAlone() {
    assertThat(mounts("{'destination':'/a','source':'/x','options':['bind','remount','rw']}"))
        .containsExactly(
            new Remount(
                "/mounts/0",
                "/a",
                List.of(),
                new MountAttributes(
                    Set.of(), Set.of(MountAttr.MOUNT_ATTR_RDONLY), Set.of(), Set.of()),
                List.of()));
  }

  @Test
  void aRemountHidesNothing() {
    List<MountPlan> mounts =
        mounts(
            "{'destination':'/dev','type':'tmpfs','options':['ro']},"
                + "{'destination':'/dev','options':['remount','nodev']}");

    assertThat(((Filesystem) mounts.get(0)).lateReadonly()).isTrue();
  }

  @Test
  void aMissingSourceIsNamedWithItsMount() {
    assertThatThrownBy(
            () ->
                mounts(
                    "{'destination':'/t','type':'tmpfs'},"
                        + "{'destination':'/a','source':'/x','options':['bind']}"))
        .isInstanceOfSatisfying(
            HostLacksException.class,
            e -> {
              assertThat(e.pointer()).isEqualTo("/mounts/1");
              assertThat(e.reason()).isEqualTo("source /x: no such file or directory");
            })
        .hasMessage("/mounts/1: source /x: no such file or directory");
  }

  @Test
  void aRelativeDestinationIsWorthAWarning() {
    Planned planned = Fixture.mounts(RELATIVE).planned();

    assertThat(planned.plan().mounts().get(0).destination()).isEqualTo("/b");
    assertThat(planned.warnings())
        .containsExactly("/mounts/0/destination: a/../b is not absolute: taken from /");
  }

  @Test
  void propagationIsChangedInTheOrderGiven() {
    assertThat(
            filesystem("{'destination':'/a','type':'tmpfs','options':['private','rshared']}")
                .propagation())
        .containsExactly(
            new Propagation(Propagation.Kind.PRIVATE, false),
            new Propagation(Propagation.Kind.SHARED, true));
  }

  private static List<MountPlan> mounts(String mounts) {
    return Fixture.mounts(mounts).plan().mounts();
  }

  private static Filesystem filesystem(String mount) {
    return (Filesystem) mounts(mount).get(0);
  }

  private static MountAttributes attributes(MountAttr... set) {
    return new MountAttributes(Set.of(set), Set.of(), Set.of(), Set.of());
  }

  static Option option(String key) {
    return new Option(key, java.util.Optional.empty());
  }

  static Option option(String key, String value) {
    return new Option(key, java.util.Optional.of(value));
  }
}
