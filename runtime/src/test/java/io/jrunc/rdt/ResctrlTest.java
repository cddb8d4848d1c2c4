package io.jrunc.rdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.rdt.RdtGroup.Origin;
import io.jrunc.spec.linux.IntelRdt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResctrlTest {

  private final FakeResctrl files = new FakeResctrl();
  private final Resctrl resctrl = new Resctrl(files, FakeResctrl.MOUNTINFO);

  // where the container is

  @Test
  void withoutANameTheClassIsTheContainersOwnAndGoesWithIt() {
    IntelRdt asked = rdt(null, "L3:0=7f0;1=1f", "MB:0=20;1=70");
    RdtGroup group = make(asked);
    assertThat(group).isEqualTo(place("web1", Origin.OWN));
    resctrl.attach(group, new Pid(42));
    resctrl.delete(group);
    assertThat(files.done)
        .containsExactly(
            "mkdir web1",
            "web1/schemata=L3:0=7f0;1=1f|MB:0=20;1=70|",
            "web1/tasks=42",
            "rmdir web1");
  }

  @Test
  void withoutSharesNoneAreWritten() {
    make(rdt("", null, null));
    assertThat(files.done).containsExactly("mkdir web1");
  }

  @Test
  void aNamedClassThatIsNotThereIsMadeAndStays() {
    RdtGroup group = make(rdt("gold", "L3:0=f", null));
    resctrl.delete(group);
    assertThat(files.done).containsExactly("mkdir gold", "gold/schemata=L3:0=f|");
  }

  @Test
  void aNamedClassWithoutSharesMustBeThere() {
    assertThatThrownBy(() -> make(rdt("gold", null, null)))
        .isInstanceOf(RdtException.class)
        .hasMessage(
            "/linux/intelRdt/closID: /sys/fs/resctrl/gold is not there,"
                + " and there are no schemata to make it with");
    files.addClass("gold", "L3:0=f\n");
    assertThat(make(rdt("gold", null, null))).isEqualTo(place("gold", Origin.FOUND));
    assertThat(files.done).isEmpty();
  }

  @Test
  void aClassThatIsThereMustHaveTheSharesAndIsLeftAsItIs() {
    files.addClass("gold", "    MB:0= 20;1=100\n    L3:0=00f;1=7FF\n");
    RdtGroup group = make(rdt("gold", "L3:0=F", "MB:0=20"));
    resctrl.attach(group, new Pid(42));
    resctrl.delete(group);
    resctrl.undo(group);
    assertThat(files.done).containsExactly("gold/tasks=42");
    assertThatThrownBy(() -> make(rdt("gold", "L3:0=1f", null)))
        .hasMessage(
            "/linux/intelRdt/closID: /sys/fs/resctrl/gold is there with other shares:"
                + " MB:0= 20;1=100, L3:0=00f;1=7FF");
    assertThatThrownBy(() -> make(rdt("gold", "L3:2=f", null)))
        .hasMessageContaining("is there with other shares");
  }

  @Test
  void aClassThatIsThereUnderTheContainersOwnNameIsSomebodyElses() {
    files.addClass("web1", "L3:0=f\n");
    RdtGroup group = make(rdt(null, "L3:0=f", null));
    assertThat(group.origin()).isEqualTo(Origin.FOUND);
    resctrl.delete(group);
    assertThat(files.done).isEmpty();
  }

  @Test
  void theClassOfEverybodyIsTheRoot() {
    RdtGroup group = make(rdt("/", null, null));
    resctrl.attach(group, new Pid(42));
    resctrl.delete(group);
    assertThat(files.done).containsExactly("tasks=42");
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    for (String name : List.of("..", "a/b", "info", "mon_groups")) {
      assertThatThrownBy(() -> make(rdt(name, "L3:0=f", null)))
          .hasMessage("/linux/intelRdt/closID: " + name + " can't be the name of a class");
    }
  }

  @Test
  void withoutResctrlItIsSaidHowToGetIt() {
    files.unmount();
    assertThatThrownBy(() -> make(rdt(null, null, null)))
        .hasMessage(
            "/linux/intelRdt: no resctrl file system is mounted:"
                + " mount -t resctrl resctrl /sys/fs/resctrl");
  }

  // shares

  @Test
  void wholeSchemataAreWrittenLast() {
    IntelRdt asked = new IntelRdt(null, List.of("L3:0=3", "L2:0=f"), "L3:0=f", "MB:0=20", false);
    make(asked);
    assertThat(files.done)
        .containsExactly(
            "mkdir web1", "web1/schemata=L3:0=f|MB:0=20|", "web1/schemata=L3:0=3|L2:0=f|");
  }

  @Test
  void bandwidthAmongTheLinesForTheCacheIsLeftOut() {
    make(rdt(null, "L3:0=f\nMB:0=99", "MB:0=20"));
    assertThat(files.done).containsExactly("mkdir web1", "web1/schemata=L3:0=f|MB:0=20|");
  }

  @Test
  void sharesThatAreWrittenLastAreThoseToBeCompared() {
    files.addClass("gold", "L3:0=3\n");
    make(new IntelRdt("gold", List.of("L3:0=3"), "L3:0=f", null, false));
    assertThatThrownBy(() -> make(new IntelRdt("gold", List.of("L3:0=f"), "L3:0=3", null, false)))
        .isInstanceOf(RdtException.class);
  }

  @Test
  void sharesThatTheKernelRefusesAreNamedWithItsReasonAndTheClassIsRemoved() {
    files.refused.put("web1/schemata", Errno.EINVAL);
    files.set("info/last_cmd_status", "Mask out of range\n");
    assertThatThrownBy(() -> make(rdt(null, "L3:0=0", null)))
        .isInstanceOf(RdtException.class)
        .hasMessage(
            "/linux/intelRdt/l3CacheSchema: /sys/fs/resctrl/web1/schemata: L3:0=0:"
                + " invalid argument (EINVAL): Mask out of range");
    assertThat(files.done).containsExactly("mkdir web1", "rmdir web1");
  }

  @Test
  void whenThereAreNoMoreClassesThatIsSaid() {
    files.refused.put("mkdir web1", Errno.ENOSPC);
    assertThatThrownBy(() -> make(rdt(null, null, null)))
        .hasMessageStartingWith("/linux/intelRdt/closID: ")
        .hasMessageEndingWith("(ENOSPC): the processor has no more of them");
  }

  @Test
  void sharesCanBeChangedAndPutBack() {
    RdtGroup group = make(rdt(null, "L3:0=f", "MB:0=20"));
    SchemataChange change = resctrl.change(group, "", "MB:0=50");
    assertThat(files.get("web1/schemata")).isEqualTo("L3:0=f\nMB:0=50\n");
    change.undo();
    assertThat(files.get("web1/schemata")).isEqualTo("L3:0=f\nMB:0=20\n");
  }

  // monitoring

  @Test
  void aContainerThatIsMonitoredHasAGroupOfItsOwnInWhicheverClass() {
    files.addClass("gold", "L3:0=f\n");
    RdtGroup group = make(new IntelRdt("gold", List.of(), null, null, true));
    resctrl.attach(group, new Pid(42));
    resctrl.delete(group);
    assertThat(files.done)
        .containsExactly(
            "mkdir gold/mon_groups/web1",
            "gold/tasks=42",
            "gold/mon_groups/web1/tasks=42",
            "rmdir gold/mon_groups/web1");
  }

  @Test
  void aContainerThatCannotBeMonitoredIsRefusedAndItsClassIsRemoved() {
    files.refused.put("mkdir web1/mon_groups/web1", Errno.ENOENT);
    assertThatThrownBy(() -> make(new IntelRdt(null, List.of(), null, null, true)))
        .hasMessageStartingWith("/linux/intelRdt/enableMonitoring: ");
    assertThat(files.done).containsExactly("mkdir web1", "rmdir web1");
  }

  // ends

  @Test
  void whatWasMadeInVainIsRemovedUnlessOthersUseIt() {
    RdtGroup mine = make(rdt("gold", "L3:0=f", null));
    resctrl.undo(mine);
    RdtGroup shared = make(rdt("silver", "L3:0=f", null));
    files.set("silver/tasks", "77\n");
    resctrl.undo(shared);
    assertThat(files.done).contains("rmdir gold").doesNotContain("rmdir silver");
  }

  @Test
  void deletingTwiceIsDeletingOnce() {
    RdtGroup group = make(rdt(null, null, null));
    resctrl.delete(group);
    resctrl.delete(group);
    assertThat(files.done).containsExactly("mkdir web1", "rmdir web1");
  }

  private static RdtGroup place(String name, Origin origin) {
    return new RdtGroup(FakeResctrl.ROOT.resolve(name), origin, Optional.empty());
  }

  private RdtGroup make(IntelRdt asked) {
    RdtGroup group = resctrl.locate(asked, "web1");
    resctrl.create(group, asked);
    return group;
  }

  private static IntelRdt rdt(
      @Nullable String closId, @Nullable String l3CacheSchema, @Nullable String memBwSchema) {
    return new IntelRdt(closId, List.of(), l3CacheSchema, memBwSchema, false);
  }
}
