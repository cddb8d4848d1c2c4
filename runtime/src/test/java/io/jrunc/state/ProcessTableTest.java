package io.jrunc.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  private static final String TAIL = " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20";

  @TempDir Path folder;

  @Test
  void theStartTimeIsTheTwentySecondField() {
    assertThat(ProcessTable.parse(7, "7 (sh) S" + TAIL)).contains(new ProcessIdentity(7, 4711));
  }

  @Test
  void aNameMayHoldSpacesAndParentheses() {
    assertThat(ProcessTable.parse(7, "7 (a) Z (b)) c) S" + TAIL))
        .contains(new ProcessIdentity(7, 4711));
  }

  @Test
  void zombiesAndTheDeadAreNoProcesses() {
    assertThat(ProcessTable.parse(7, "7 (sh) Z" + TAIL)).isEmpty();
    assertThat(ProcessTable.parse(7, "7 (sh) X" + TAIL)).isEmpty();
    assertThat(ProcessTable.parse(7, "")).isEmpty();
    assertThat(ProcessTable.parse(7, "7 (sh) S 1 2")).isEmpty();
  }

  @Test
  void aZombieThatNobodyHasWaitedForIsIdentifiedOnRequest() throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve("7")).resolve("stat"), "7 (sh) Z" + TAIL);
    ProcessTable table = new ProcessTable(folder);
    assertThat(table.identifyUnreaped(7)).contains(new ProcessIdentity(7, 4711));
    assertThat(table.identify(7)).isEmpty();
    assertThat(table.identifyUnreaped(8)).isEmpty();
  }

  @Test
  void aPidThatWasGivenToAnotherProcessIsNotAlive() {
    FakeProc proc = new FakeProc(folder);
    ProcessIdentity first = proc.start(7, 100);
    assertThat(proc.table().isAlive(first)).isTrue();
    proc.start(7, 101);
    assertThat(proc.table().isAlive(first)).isFalse();
  }

  @Test
  void theRealProcSaysThatThisProcessIsAlive() {
    ProcessTable table = new ProcessTable();
    assertThat(table.self().pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(table.isAlive(table.self())).isTrue();
  }

  @Test
  void aNameIsKnownUntilTheProcessIsWaitedFor() {
    ProcessTable table = new ProcessTable();
    assertThat(table.name(table.self().pid())).contains("java");
    assertThat(table.name(Integer.MAX_VALUE)).isEmpty();
  }
}
