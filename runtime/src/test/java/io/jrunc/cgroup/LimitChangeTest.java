package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.linux.abi.Errno;
import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitChangeTest {
  private static final String MEMORY = "/cg/memory/a/memory.limit_in_bytes";
  private static final String TOTAL = "/cg/memory/a/memory.memsw.limit_in_bytes";
  private static final String PIDS = "/cg/pids/a/pids.max";

  private final FakeCgroupFiles files = new FakeCgroupFiles();
  private final Cgroup cgroup = cgroup();

  private Cgroup cgroup() {
    files.mountV1("/cg/memory", "memory").mountV1("/cg/pids", "pids");
    files.addGroup(Path.of("/cg/memory/a"));
    files.addGroup(Path.of("/cg/pids/a"));
    files.set(MEMORY, "100");
    files.set(TOTAL, "200");
    files.set(PIDS, "7");
    List<Entry> entries =
        List.of(
            new Entry(CgroupVersion.V1, List.of("memory"), Path.of("/cg/memory"), Path.of("a"), 1),
            new Entry(CgroupVersion.V1, List.of("pids"), Path.of("/cg/pids"), Path.of("a"), 1));
    return new Cgroups(files, new FakeProcesses(files), new FakeBpf())
        .open(new CgroupPaths(entries), CgroupAccess.REQUIRED);
  }

  private LimitChange change(Resources asked) {
    return cgroup.change(asked, List.of());
  }

  @Test
  void memoryAndSwapAreRaisedAndLoweredInTheOrderThatTheKernelTakes() {
    change(limits("{'memory': {'limit': 300, 'swap': 400}}"));
    change(limits("{'memory': {'limit': 50, 'swap': 60}}"));
    assertThat(files.done)
        .containsExactly(TOTAL + "=400", MEMORY + "=300", MEMORY + "=50", TOTAL + "=60");
  }

  @Test
  void aChangeTellsWhatItHasWrittenAndWhatWasThere() {
    assertThat(change(limits("{'memory': {'limit': 50}, 'pids': {'limit': 9}}")).lines())
        .containsExactly("memory.limit_in_bytes: 50, was 100", "pids.max: 9, was 7");
  }

  @Test
  void aRefusedLimitPutsThoseBeforeItBackTheLastFirst() {
    files.refused.put("write " + PIDS, Errno.EINVAL);
    Resources asked = limits("{'memory': {'limit': 300, 'swap': 400}, 'pids': {'limit': 9}}");
    assertThatThrownBy(() -> change(asked))
        .isInstanceOf(CgroupWriteException.class)
        .hasMessage("/linux/resources/pids/limit: pids.max: 9: invalid argument (EINVAL)");
    assertThat(files.done)
        .containsExactly(TOTAL + "=400", MEMORY + "=300", MEMORY + "=100", TOTAL + "=200");
  }

  @Test
  void whatCannotBePutBackIsTold() {
    files.refused.put("write " + PIDS, Errno.EINVAL);
    files.before.put("write " + PIDS, () -> files.refused.put("write " + MEMORY, Errno.EBUSY));
    Resources asked = limits("{'memory': {'limit': 300, 'swap': 400}, 'pids': {'limit': 9}}");
    assertThatThrownBy(() -> change(asked))
        .isInstanceOfSatisfying(
            HalfAppliedException.class,
            e ->
                assertThat(e.stuck())
                    .containsExactly(
                        "memory.limit_in_bytes stays 300: device or resource busy (EBUSY)"))
        .hasMessage(
            "/linux/resources/pids/limit: pids.max: 9: invalid argument (EINVAL); not put back:"
                + " memory.limit_in_bytes stays 300: device or resource busy (EBUSY)");
    assertThat(files.get(TOTAL)).isEqualTo("200");
  }

  @Test
  void aLimitThatBreaksARuleChangesNothing() {
    Resources asked = limits("{'memory': {'limit': 50}, 'cpu': {'shares': 1000}}");
    assertThatThrownBy(() -> change(asked)).isInstanceOf(CgroupException.class);
    assertThat(files.done).isEmpty();
  }

  @Test
  void aChangeCanBeUndoneAfterwardsOnce() {
    LimitChange change = change(limits("{'pids': {'limit': 9}}"));
    assertThat(change.undo()).isEmpty();
    assertThat(files.get(PIDS)).isEqualTo("7");
    files.set(PIDS, "11");
    assertThat(change.undo()).isEmpty();
    assertThat(files.get(PIDS)).isEqualTo("11");
  }

  private static Resources limits(String json) {
    return SpecReader.readResources(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
