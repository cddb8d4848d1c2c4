package io.jrunc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyAnnotationsTest {

  @Test
  void otherAnnotationsAreNoProperties() {
    assertThat(PropertyAnnotations.read(Map.of("org.systemd", "x", "a", "b"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | b | true",
        "5 | i | 5",
        "-5 | i | -5",
        "0x10 | i | 16",
        "010 | i | 8",
        "uint64 5 | t | 5",
        "uint64 18446744073709551615 | t | 18446744073709551615",
        "byte 0xff | y | 255",
        "2.5 | d | 2.5",
        "double 2 | d | 2.0",
        "objectpath \"/a\" | o | /a",
        "\"say \\\"hi\\\"\" | s | say \"hi\"",
        "[\"a\", \"b\"] | as | [a b]",
        "@as [] | as | []",
        "@au [1, 2] | au | [1 2]",
        "[uint32 1, 2] | au | [1 2]",
        "[(\"/dev/null\", \"rw\")] | a(ss) | [[/dev/null rw]]",
        "@a(st) [(\"/dev/sda\", 5)] | a(st) | [[/dev/sda 5]]",
        "{\"a\": 1} | a{si} | [[a 1]]",
        "<uint16 3> | v | 3",
      })
  void valuesAreWrittenAsGlibHasThem(String text, String signature, String shown) {
    TypedValue value = read("Foo", text).value();
    assertThat(value.signature()).isEqualTo(signature);
    assertThat(value).hasToString(shown);
  }

  @Test
  void singleQuotesDoAsWell() {
    assertThat(read("CollectMode", "'inactive-or-failed'"))
        .isEqualTo(new UnitProperty("CollectMode", new TypedValue("s", "inactive-or-failed")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TimeoutStopSec | 5 | TimeoutStopUSec | 5000000",
        "TimeoutStopSec | uint64 7 | TimeoutStopUSec | 7000000",
        "RuntimeMaxSec | 1.5 | RuntimeMaxUSec | 1500000",
      })
  void secondsBecomeMicroseconds(String name, String text, String renamed, long micros) {
    assertThat(read(name, text)).isEqualTo(UnitProperty.ofNumber(renamed, micros));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'five'", "-1", "true"})
  void whatIsNoTimeIsRefusedAsSeconds(String text) {
    assertThatThrownBy(() -> read("TimeoutStopSec", text))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageEndingWith("is not a number of seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "foo",
        "uint64",
        "uint64 -1",
        "byte 256",
        "5 6",
        "[1, 'a']",
        "[]",
        "{}",
        "'open",
        "@zz 5",
        "(1",
        "99999999999",
        "@as [1]",
        "<1",
        "\"\\u12",
        "--5",
        "()",
        "@a( [1]"
      })
  void aValueThatIsNoneIsRefusedWithTheAnnotationsName(String text) {
    assertThatThrownBy(() -> read("Foo", text))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageStartingWith("/annotations/org.systemd.property.Foo: \"" + text + "\" ");
  }

  @Test
  void nestingHasAnEnd() {
    assertThatThrownBy(() -> read("Foo", "[".repeat(100_000)))
        .isInstanceOf(InvalidUnitException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Foo.Bar", "Foo1", "Fo o", "Sec"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> read(name, "true"))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageContaining("is not the name of a property");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PIDs", "Slice"})
  void whatSaysWhereTheContainerIsCantBeChanged(String name) {
    assertThatThrownBy(() -> read(name, "'x'"))
        .isInstanceOf(InvalidUnitException.class)
        .hasMessageContaining("is not for annotations");
  }

  private static UnitProperty read(String name, String value) {
    List<UnitProperty> properties =
        PropertyAnnotations.read(Map.of("org.systemd.property." + name, value));
    assertThat(properties).hasSize(1);
    return properties.get(0);
  }
}
