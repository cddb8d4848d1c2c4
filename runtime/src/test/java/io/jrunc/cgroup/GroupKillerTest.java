package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GroupKillerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(3);
  private static final Path V1 = Path.of("/freezer/a");
  private static final Path V2 = Path.of("/unified/a");

  private final FakeCgroupFiles files =
      new FakeCgroupFiles().mountV1("/freezer", "freezer").mountV2("/unified", "memory");
  private final FakeProcesses processes = new FakeProcesses(files);
  private final GroupKiller killer = new GroupKiller(files, processes);

  GroupKillerTest() {
    files.addGroup(V1);
    files.addGroup(V2);
  }

  @Test
  void anySignalReachesAllWhileTheyStandStill() {
    files.set("/freezer/a/cgroup.procs", "1001\n1002");
    files.addGroup(V1.resolve("below"));
    files.set("/freezer/a/below/cgroup.procs", "1003");
    killer.signal(V1, Signal.SIGTERM);
    assertThat(files.done)
        .containsExactly(
            "/freezer/a/freezer.state=FROZEN",
            "SIGTERM 1001",
            "SIGTERM 1002",
            "SIGTERM 1003",
            "/freezer/a/freezer.state=THAWED");
  }

  @Test
  void whatIsFrozenStaysSoWhenTheSignalNeedNotEndIt() {
    files.set("/freezer/a/cgroup.procs", "1001");
    files.set("/freezer/a/freezer.state", "FROZEN");
    killer.signal(V1, Signal.SIGTERM);
    assertThat(files.done).containsExactly("SIGTERM 1001");
  }

  @Test
  void aLaterProcessWithTheNumberOfOneThatEndedIsSpared() {
    files.set("/freezer/a/cgroup.procs", "1001\n1002");
    processes.beforeHolding = () -> files.exit(1002); // its number is a stranger's when it is held
    killer.signal(V1, Signal.SIGTERM);
    assertThat(processes.signals).containsExactly("SIGTERM 1001");
  }

  @Test
  void manyAreSignalledAFewAtATime() {
    StringBuilder all = new StringBuilder("1");
    for (int pid = 2; pid <= 450; pid++) {
      all.append('\n').append(pid);
    }
    files.set("/freezer/a/cgroup.procs", all.toString());
    killer.kill(V1, LONG);
    assertThat(processes.signals).hasSize(450);
    assertThat(files.get("/freezer/a/cgroup.procs")).isEmpty();
  }

  @Test
  void thoseThatForkWhileTheyCannotBeFrozenAreKilledInTheNextRound() {
    files.set("/freezer/a/cgroup.procs", "1001");
    processes.whileWaiting =
        () -> {
          processes.whileWaiting = () -> {};
          files.set("/freezer/a/cgroup.procs", "1002");
        };
    killer.kill(V1, LONG);
    assertThat(processes.signals).containsExactly("SIGKILL 1001", "SIGKILL 1002");
  }

  @Test
  void whoHangsInTheKernelIsNamed() {
    files.set("/freezer/a/cgroup.procs", "1001\n1002");
    files.set("/proc/1002/stat", "1002 (dd) D 1 1");
    processes.immortal.add(1002);
    assertThatThrownBy(() -> killer.kill(V1, SHORT))
        .isInstanceOf(CgroupException.class)
        .hasMessage("/freezer/a: process 1002 can't be killed: in uninterruptible sleep");
  }

  @Test
  void ofManyOnlySomeAreNamed() {
    files.set("/freezer/a/cgroup.procs", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12");
    for (int pid = 1; pid <= 12; pid++) {
      processes.immortal.add(pid);
    }
    assertThatThrownBy(() -> killer.kill(V1, SHORT))
        .hasMessage(
            "/freezer/a: processes 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more can't be killed");
  }

  @Test
  void onVersion1NobodyCanDieBelowAFrozenGroup() {
    files.set("/freezer/a/cgroup.procs", "1001");
    files.set("/freezer/freezer.self_freezing", "1");
    processes.immortal.add(1001);
    assertThatThrownBy(() -> killer.kill(V1, LONG))
        .hasMessage("/freezer/a: process 1001 can't end while the cgroup /freezer is frozen");
  }

  @Test
  void aGroupOfThreadsHasNoProcessesOfItsOwn() {
    files.addGroup(V2.resolve("threads"));
    files.refusedReads.put("/unified/a/threads/cgroup.procs", Errno.EOPNOTSUPP);
    files.set("/unified/a/cgroup.procs", "1001");
    assertThat(new Groups(files).processes(V2)).extracting("number").containsExactly(1001);
  }

  @Test
  void version2TellsWhenTheLastProcessIsGone() {
    files.set("/unified/a/cgroup.kill", "");
    files.set("/unified/a/cgroup.procs", "1001");
    files.set("/unified/a/cgroup.events", "populated 1\nfrozen 0");
    files.killsSlowly = true;
    files.before.put("await /unified/a/cgroup.events", () -> files.exit(1001));
    killer.kill(V2, LONG);
    assertThat(files.done).containsExactly("/unified/a/cgroup.kill=1");
  }

  @Test
  void groupsBelowAreThawedAsWellSoThatTheirProcessesCanEnd() {
    files.addGroup(V1.resolve("below"));
    files.set("/freezer/a/freezer.state", "FROZEN");
    files.set("/freezer/a/below/freezer.state", "FROZEN");
    killer.thawAll(V1);
    assertThat(files.get("/freezer/a/freezer.state")).isEqualTo("THAWED");
    assertThat(files.get("/freezer/a/below/freezer.state")).isEqualTo("THAWED");
  }
}
