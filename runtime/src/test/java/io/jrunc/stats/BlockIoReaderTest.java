package io.jrunc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.stats.BlockIoStats;
import io.jrunc.spec.stats.BlockIoStats.Entry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockIoReaderTest {
  @TempDir private Path path;
  private KernelFolder folder;

  @BeforeEach
  void everyKernelHasTheFilesOfThrottling() {
    folder =
        new KernelFolder(path)
            .file("blkio.throttle.io_service_bytes_recursive", "8:0 Read 1\nTotal 1")
            .file("blkio.throttle.io_serviced_recursive", "8:0 Read 2\nTotal 2")
            .file("blkio.throttle.io_service_bytes", "8:0 Read 3\nTotal 3")
            .file("blkio.throttle.io_serviced", "8:0 Read 4\nTotal 4");
  }

  @Test
  void whatIsCountedForThrottlingIsTakenWhenNoSchedulerCounts() {
    // these are empty while the scheduler isn't used
    folder.file("blkio.bfq.io_serviced_recursive", "").file("blkio.sectors_recursive", "");
    BlockIoStats stats = BlockIoReader.v1(folder.group());
    assertThat(stats.serviceBytes()).containsExactly(new Entry(8, 0, "Read", 1));
    assertThat(stats.serviced()).containsExactly(new Entry(8, 0, "Read", 2));
    assertThat(stats.sectors()).isEmpty();
    assertThat(stats.pressure()).isEmpty();
  }

  @Test
  void oldKernelsDontCountTheGroupsBelow() {
    folder
        .file("blkio.throttle.io_serviced_recursive", "")
        .file("blkio.throttle.io_service_bytes_recursive", "");
    BlockIoStats stats = BlockIoReader.v1(folder.group());
    assertThat(stats.serviceBytes()).containsExactly(new Entry(8, 0, "Read", 3));
    assertThat(stats.serviced()).containsExactly(new Entry(8, 0, "Read", 4));
  }

  @Test
  void bfqCountsBytesAndRequests() {
    folder
        .file("blkio.bfq.io_service_bytes_recursive", "8:0 Write 10\nTotal 10")
        .file("blkio.bfq.io_serviced_recursive", "8:0 Write 11\nTotal 11");
    BlockIoStats stats = BlockIoReader.v1(folder.group());
    assertThat(stats.serviceBytes()).containsExactly(new Entry(8, 0, "Write", 10));
    assertThat(stats.serviced()).containsExactly(new Entry(8, 0, "Write", 11));
  }

  @Test
  void bfqWithDebuggingCountsAll() {
    checkAll("blkio.bfq.");
  }

  @Test
  void cfqCountsAll() {
    checkAll("blkio.");
  }

  private void checkAll(String prefix) {
    folder
        .file(prefix + "io_service_bytes_recursive", "8:0 Read 1\n8:16 Async 2\nTotal 3")
        .file(prefix + "io_serviced_recursive", "8:0 Read 3\nTotal 3")
        .file(prefix + "io_queued_recursive", "8:0 Read 4\nTotal 4")
        .file(prefix + "io_service_time_recursive", "8:0 Read 5\nTotal 5")
        .file(prefix + "io_wait_time_recursive", "8:0 Read 6\nTotal 6")
        .file(prefix + "io_merged_recursive", "8:0 Read 7\nTotal 7")
        .file(prefix + "time_recursive", "8:0 8")
        .file(prefix + "sectors_recursive", "8:0 9");
    BlockIoStats stats = BlockIoReader.v1(folder.group());
    assertThat(stats.serviceBytes())
        .containsExactly(new Entry(8, 0, "Read", 1), new Entry(8, 16, "Async", 2));
    assertThat(values(stats.serviced())).containsExactly(3L);
    assertThat(values(stats.queued())).containsExactly(4L);
    assertThat(values(stats.serviceTime())).containsExactly(5L);
    assertThat(values(stats.waitTime())).containsExactly(6L);
    assertThat(values(stats.merged())).containsExactly(7L);
    assertThat(stats.time()).containsExactly(new Entry(8, 0, "", 8));
    assertThat(stats.sectors()).containsExactly(new Entry(8, 0, "", 9));
  }

  private static List<Long> values(List<Entry> entries) {
    return entries.stream().map(Entry::value).toList();
  }

  @Test
  void aLineOfAnotherFormIsAnError() {
    folder.file("blkio.throttle.io_serviced_recursive", "8:0 Read 4 5");
    assertThatThrownBy(() -> BlockIoReader.v1(folder.group()))
        .hasMessage(
            path + "/blkio.throttle.io_serviced_recursive: \"8:0 Read 4 5\" is not a number");
  }

  @Test
  void version2IsToldInTheWordsOfVersion1() {
    folder.file(
        "io.stat",
        "254:0 rbytes=4096 wbytes=0 rios=1 wios=2 dbytes=3 dios=4 cost.usage=7\n"
            // some kernels break no line after a device without figures
            + "7:1 7:0 8:16 rbytes=5");
    BlockIoStats stats = BlockIoReader.v2(folder.group());
    assertThat(stats.serviceBytes())
        .containsExactly(
            new Entry(254, 0, "Read", 4096),
            new Entry(254, 0, "Write", 0),
            new Entry(254, 0, "Discard", 3),
            new Entry(8, 16, "Read", 5));
    assertThat(stats.serviced())
        .containsExactly(
            new Entry(254, 0, "Read", 1),
            new Entry(254, 0, "Write", 2),
            new Entry(254, 0, "Discard", 4));
  }
}
