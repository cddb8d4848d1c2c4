package io.jrunc.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MappedFilesTest {
  @Test
  void codeAndConstantsOfAFileAreFound() {
    String smaps =
        area("555500000000-555500001000 r--p 00000000 fe:00 17                 /usr/lib/a.so", 0)
            + area("555500001000-555500005000 r-xp 00001000 fe:00 17           /usr/lib/a.so", 0)
            + area("7f0000000000-7f0000002000 r--s 00000000 fe:00 18         /usr/lib/modules", 0);
    assertEquals(
        List.of(
            new MappedFiles.Area(0x5555_0000_0000L, 0x1000),
            new MappedFiles.Area(0x5555_0000_1000L, 0x4000),
            new MappedFiles.Area(0x7f00_0000_0000L, 0x2000)),
        MappedFiles.find(smaps));
  }

  @Test
  void whatCouldBeLostIsNot() {
    String smaps =
        area("555500000000-555500001000 rw-p 00000000 fe:00 17                 /usr/lib/a.so", 0)
            + area("555500001000-555500002000 r--p 00001000 fe:00 17           /usr/lib/a.so", 4)
            + area("555500002000-555500003000 r--p 00000000 00:00 0 ", 0)
            + area("555500003000-555500004000 ---p 00000000 fe:00 17           /usr/lib/a.so", 0)
            + area("7fff00000000-7fff00001000 r-xp 00000000 00:00 0                   [vdso]", 0);
    assertEquals(List.of(), MappedFiles.find(smaps));
  }

  /** The Java Virtual Machine of this test goes on working, of course. */
  @Test
  void lessIsInMemoryAfterwards() throws IOException {
    long before = inMemory();
    MappedFiles.giveBack(JnaKernel.resident());
    long after = inMemory();
    assertFalse(before == 0, "nothing was in memory");
    assertTrue(after < before, after + " KiB, " + before + " KiB before");
  }

  private static long inMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssFile:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String area(String head, int anonymous) {
    return head
        + "\nSize:                 16 kB\nRss:                  12 kB\nAnonymous:    "
        + anonymous
        + " kB\nVmFlags: rd ex mr mw me\n";
  }
}
