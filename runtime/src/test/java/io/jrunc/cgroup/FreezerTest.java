package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.KernelException;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FreezerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Path V1 = Path.of("/freezer/a");
  private static final Path V2 = Path.of("/unified/a");

  private final FakeCgroupFiles files =
      new FakeCgroupFiles().mountV1("/freezer", "freezer").mountV2("/unified", "memory");
  private final Freezer freezer = new Freezer(files);

  FreezerTest() {
    files.addGroup(V1);
    files.addGroup(V2);
  }

  @Test
  void version1IsFrozenAndThawedByItsState() {
    freezer.freeze(V1, LONG);
    assertThat(freezer.state(V1)).isEqualTo(FreezerState.FROZEN);
    files.set("/freezer/a/freezer.self_freezing", "1");
    assertThat(freezer.isAsked(V1)).isTrue();
    freezer.thaw(V1, LONG);
    assertThat(freezer.state(V1)).isEqualTo(FreezerState.THAWED);
  }

  @Test
  void version1IsToldAgainWhileItIsOnlyFreezing() {
    String write = "write /freezer/a/freezer.state";
    // the first look after the first write finds a group that a new process has come into
    files.readsInstead("/freezer/a/freezer.state", "FREEZING", 3);
    freezer.freeze(V1, LONG);
    assertThat(files.done).hasSize(4).containsOnly(write.substring("write ".length()) + "=FROZEN");
  }

  @Test
  void version1MayRunALittleWhenItsProcessesHinderEachOther() {
    files.readsInstead("/freezer/a/freezer.state", "FREEZING", 25);
    freezer.freeze(V1, LONG);
    assertThat(files.done).contains("/freezer/a/freezer.state=THAWED");
    assertThat(files.done.get(files.done.size() - 1)).isEqualTo("/freezer/a/freezer.state=FROZEN");
  }

  @Test
  void whatCannotBeFrozenGoesOnAndIsNamed() {
    files.set("/freezer/a/cgroup.procs", "12\n13\n14");
    files.set("/proc/12/stat", "12 (sh) S 1 12");
    files.set("/proc/13/stat", "13 (a) b D) D 1 13");
    files.set("/proc/14/stat", "14 (a D b) S 1 13");
    files.readsInstead("/freezer/a/freezer.state", "FREEZING", 1);
    assertThatThrownBy(() -> freezer.freeze(V1, Duration.ZERO))
        .isInstanceOf(CgroupException.class)
        .hasMessage(
            "/freezer/a/freezer.state: the processes can't be frozen within 0 seconds:"
                + " process 13 in uninterruptible sleep");
    assertThat(freezer.state(V1)).isEqualTo(FreezerState.THAWED);
  }

  @Test
  void version2IsFrozenWhenItsEventsSaySo() {
    files.before.put(
        "await /unified/a/cgroup.events",
        () -> files.set("/unified/a/cgroup.events", "populated 1\nfrozen 1"));
    freezer.freeze(V2, LONG);
    assertThat(files.done).containsExactly("/unified/a/cgroup.freeze=1");
    assertThat(freezer.state(V2)).isEqualTo(FreezerState.FROZEN);
    assertThat(freezer.isAsked(V2)).isTrue();
    files.before.put(
        "await /unified/a/cgroup.events",
        () -> files.set("/unified/a/cgroup.events", "populated 1\nfrozen 0"));
    freezer.thaw(V2, LONG);
    assertThat(freezer.state(V2)).isEqualTo(FreezerState.THAWED);
    assertThat(freezer.isAsked(V2)).isFalse();
  }

  @Test
  void version2ThatDoesNotFreezeInTimeGoesOn() {
    assertThatThrownBy(() -> freezer.freeze(V2, Duration.ZERO))
        .hasMessage("/unified/a/cgroup.freeze: the processes can't be frozen within 0 seconds");
    assertThat(files.done)
        .containsExactly("/unified/a/cgroup.freeze=1", "/unified/a/cgroup.freeze=0");
    assertThat(freezer.state(V2)).isEqualTo(FreezerState.THAWED);
  }

  @Test
  void aGroupBelowAFrozenOneStaysFrozenAndTheMessageNamesThatOne() {
    files.set("/freezer/a/freezer.state", "FROZEN");
    files.set("/freezer/a/freezer.self_freezing", "0");
    files.set("/freezer/freezer.self_freezing", "1");
    assertThat(freezer.isAsked(V1)).isFalse();
    assertThat(freezer.askedAbove(V1)).contains(Path.of("/freezer"));
    assertThatThrownBy(() -> freezer.thaw(V1, LONG))
        .hasMessage(
            "/freezer/a/freezer.state: the processes stay frozen, as is the cgroup /freezer");
  }

  @Test
  void aGroupThatGoesMeanwhileIsNoLongerFrozenNorAsked() {
    files.refused.put("write /unified/a/cgroup.freeze", Errno.ENODEV);
    assertThatThrownBy(() -> freezer.freeze(V2, LONG))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    Path gone = Path.of("/unified/gone");
    assertThat(freezer.state(gone)).isEqualTo(FreezerState.THAWED);
    assertThat(freezer.isAsked(gone)).isFalse();
  }
}
