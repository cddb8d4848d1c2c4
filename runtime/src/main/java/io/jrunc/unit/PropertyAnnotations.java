package io.jrunc.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Properties that annotations of config.json give to a container's unit: {@code
 * org.systemd.property.TimeoutStopUSec} with the value {@code uint64 5000000}.
 */
public final class PropertyAnnotations {
  private static final String PREFIX = "org.systemd.property.";
  private static final int SHORTEST = 3;

  private PropertyAnnotations() {}

  /**
   * The properties, in the order of the annotations. Times may be given in seconds, by the names
   * that unit files have for them: {@code TimeoutStopSec}.
   *
   * @throws InvalidUnitException if a name or a value can't be one of a property
   */
  public static List<UnitProperty> read(Map<String, String> annotations) {
    List<UnitProperty> properties = new ArrayList<>();
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      String key = annotation.getKey();
      if (key.startsWith(PREFIX)) {
        properties.add(property(key, key.substring(PREFIX.length()), annotation.getValue()));
      }
    }
    return properties;
  }

  private static UnitProperty property(String key, String name, String text) {
    String pointer = "/annotations/" + key.replace("~", "~0").replace("/", "~1");
    checkName(pointer, name);
    TypedValue value;
    try {
      value = new VariantText(text).read();
    } catch (IllegalArgumentException e) {
      throw new InvalidUnitException(pointer, text, String.valueOf(e.getMessage()));
    }
    int stem = name.length() - "Sec".length();
    boolean inSeconds =
        name.endsWith("Sec") && name.charAt(stem - 1) >= 'a' && name.charAt(stem - 1) <= 'z';
    if (inSeconds) {
      return UnitProperty.ofNumber(
          name.substring(0, stem) + "USec", microseconds(pointer, text, value));
    }
    return new UnitProperty(name, value);
  }

  private static void checkName(String pointer, String name) {
    boolean isName = name.length() >= SHORTEST && !name.equals("Sec");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      isName &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    if (!isName) {
      throw new InvalidUnitException(
          pointer, name, "is not the name of a property: three letters or more, and nothing else");
    }
    if (name.equals("PIDs") || name.equals("Slice")) {
      throw new InvalidUnitException(
          pointer, name, "is not for annotations: it says where init is");
    }
  }

  private static long microseconds(String pointer, String text, TypedValue seconds) {
    double most = Long.MAX_VALUE / 1e6;
    if (seconds.value() instanceof Double fraction && fraction >= 0 && fraction < most) {
      return (long) (fraction * 1e6);
    }
    if (seconds.value() instanceof Long whole && whole >= 0 && whole < most) {
      return whole * 1_000_000;
    }
    throw new InvalidUnitException(pointer, text, "is not a number of seconds");
  }
}
