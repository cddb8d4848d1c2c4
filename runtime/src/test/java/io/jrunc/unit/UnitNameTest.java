package io.jrunc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitNameTest {

  @ParameterizedTest
  @CsvSource({
    "machine.slice:libpod:1a, machine.slice, libpod-1a.scope, /machine.slice/libpod-1a.scope",
    "a-b-c.slice:p:n, a-b-c.slice, p-n.scope, /a.slice/a-b.slice/a-b-c.slice/p-n.scope",
    ":docker:web1, system.slice, docker-web1.scope, /system.slice/docker-web1.scope",
    "-.slice:p:n, -.slice, p-n.scope, /p-n.scope",
    "-:p:n, -.slice, p-n.scope, /p-n.scope",
    "x.slice::n, x.slice, n.scope, /x.slice/n.scope",
    "x.slice:p:x-y.slice, x.slice, x-y.slice, /x.slice/x-y.slice",
  })
  void aCgroupsPathNamesSliceAndUnit(String text, String slice, String name, String path) {
    UnitName unit = UnitName.of(text, "system.slice");
    assertThat(unit).isEqualTo(new UnitName(slice, name));
    assertThat(unit.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b", "a", "a:b", "a.slice:b:", "a.slice:b:c:d", "", ":", "::"})
  void anotherFormIsRefused(String text) {
    assertThatThrownBy(() -> UnitName.of(text, "system.slice"))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessage(
            "/linux/cgroupsPath: \""
                + text
                + "\" is not slice:prefix:name, as --systemd-cgroup needs it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a--b.slice", "-a.slice", "a-.slice", ".slice", "a.scope"})
  void whatIsNoSliceIsRefused(String slice) {
    assertThatThrownBy(() -> UnitName.of(slice + ":p:n", "system.slice"))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageEndingWith("has the slice \"" + slice + "\", which is not like a-b.slice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b.slice:p:n", "a.slice:p/q:n", "a.slice:p:n o", "a.slice:p:../n"})
  void charactersThatUnitsCantHaveAreRefused(String text) {
    assertThatThrownBy(() -> UnitName.of(text, "system.slice"))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageEndingWith("which names of units can't have");
  }

  @Test
  void theRootSliceIsNobodysUnit() {
    assertThatThrownBy(() -> UnitName.of("a.slice:p:-.slice", "system.slice"))
        .hasMessageEndingWith("is the root slice");
  }

  @Test
  void aContainerWithoutACgroupsPathIsNamedByItsId() {
    UnitName unit = UnitName.usual("web+1", "user.slice");
    assertThat(unit.path()).isEqualTo("/user.slice/jrunc-web\\x2b1.scope");
  }
}
