package io.jrunc.rdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.rdt.RdtGroup.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdtGroupTest {

  @ParameterizedTest
  @EnumSource(Origin.class)
  void linesAreReadBack(Origin origin) {
    RdtGroup alone = new RdtGroup(Path.of("/r/a b"), origin, Optional.empty());
    assertThat(RdtGroup.parse(alone.toLines())).hasValue(alone);
    RdtGroup watched =
        new RdtGroup(Path.of("/r/a"), origin, Optional.of(Path.of("/r/a/mon_groups/c")));
    assertThat(RdtGroup.parse(watched.toLines())).hasValue(watched);
  }

  @Test
  void noLinesAreNoPlace() {
    assertThat(RdtGroup.parse(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "own", "own r", "ours /r"})
  void otherLinesAreRefused(String line) {
    assertThatThrownBy(() -> RdtGroup.parse(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a group of resctrl: " + line);
  }

  @Test
  void theMountIsFoundByItsType() {
    assertThat(
            ResctrlMount.find(
                """
                30 1 0:5 / /sys/fs/resctrl rw - tmpfs tmpfs rw
                31 1 0:6 / /mnt/a\\040b rw,shared:3 shared:4 - resctrl none rw
                """))
        .hasValue(Path.of("/mnt/a b"));
    assertThat(ResctrlMount.find("30 1 0:5 / /resctrl rw - tmpfs resctrl rw\n")).isEmpty();
  }
}
