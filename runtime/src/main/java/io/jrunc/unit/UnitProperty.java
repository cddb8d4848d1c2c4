package io.jrunc.unit;

/**
 * A property of a unit.
 *
 * @param name as in org.freedesktop.systemd1: {@code MemoryMax}
 * @param value with its type
 */
public record UnitProperty(String name, TypedValue value) {

  static UnitProperty ofNumber(String name, long unsigned) {
    return new UnitProperty(name, new TypedValue("t", unsigned));
  }

  static UnitProperty ofText(String name, String text) {
    return new UnitProperty(name, new TypedValue("s", text));
  }

  static UnitProperty ofSwitch(String name, boolean on) {
    return new UnitProperty(name, new TypedValue("b", on));
  }

  /** As one line: {@code MemoryMax=1048576}. */
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
