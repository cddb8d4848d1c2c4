package io.jrunc.unit;

/**
 * The unit that a container lives in, as its cgroupsPath has it: {@code slice:prefix:name}.
 *
 * @param slice the slice above it: {@code system.slice}, or {@code -.slice} for the root
 * @param name of the unit: {@code jrunc-web1.scope}, or a slice's
 */
public record UnitName(String slice, String name) {
  private static final String POINTER = "/linux/cgroupsPath";
  private static final String SLICE = ".slice";
  private static final String ROOT = "-" + SLICE;
  private static final int LONGEST = 255;

  /**
   * Reads a cgroupsPath.
   *
   * @param usualSlice where it is when the first part is empty
   * @throws InvalidUnitException if it has another form, or its parts are no names of units
   */
  public static UnitName of(String cgroupsPath, String usualSlice) {
    int first = cgroupsPath.indexOf(':');
    int last = cgroupsPath.lastIndexOf(':');
    int between = cgroupsPath.indexOf(':', first + 1);
    if (first < 0 || first == last || between != last || last == cgroupsPath.length() - 1) {
      throw new InvalidUnitException(
          POINTER, cgroupsPath, "is not slice:prefix:name, as --systemd-cgroup needs it");
    }
    String slice = cgroupsPath.substring(0, first);
    String prefix = cgroupsPath.substring(first + 1, last);
    String name = cgroupsPath.substring(last + 1);
    return checked(
        cgroupsPath,
        slice.isEmpty() ? usualSlice : slice.equals("-") ? ROOT : slice,
        unit(prefix, name));
  }

  /** The unit of a container that has no cgroupsPath. */
  public static UnitName usual(String container, String usualSlice) {
    // "+" is the one character of containers' names that those of units can't have
    return checked(container, usualSlice, unit("jrunc", container.replace("+", "\\x2b")));
  }

  private static String unit(String prefix, String name) {
    if (name.endsWith(SLICE)) {
      return name;
    }
    return prefix.isEmpty() ? name + ".scope" : prefix + "-" + name + ".scope";
  }

  private static UnitName checked(String value, String slice, String name) {
    checkCharacters(value, name);
    checkCharacters(value, slice);
    checkSlice(value, slice);
    if (name.endsWith(SLICE)) {
      checkSlice(value, name);
      if (name.equals(ROOT)) {
        throw new InvalidUnitException(POINTER, value, "is the root slice");
      }
    }
    return new UnitName(slice, name);
  }

  private static void checkCharacters(String value, String name) {
    if (name.length() > LONGEST) {
      throw new InvalidUnitException(
          POINTER, value, "makes a unit whose name is longer than 255 characters");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean known =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.\\@".indexOf(c) >= 0;
      if (!known) {
        throw new InvalidUnitException(
            POINTER, value, "has '" + c + "', which names of units can't have");
      }
    }
  }

  private static void checkSlice(String value, String slice) {
    String stem = slice.endsWith(SLICE) ? slice.substring(0, slice.length() - SLICE.length()) : "";
    boolean isPlain =
        stem.equals("-")
            || !(stem.isEmpty()
                || stem.startsWith("-")
                || stem.endsWith("-")
                || stem.contains("--"));
    if (!isPlain) {
      throw new InvalidUnitException(
          POINTER, value, "has the slice \"" + slice + "\", which is not like a-b.slice");
    }
  }

  /** Whether the unit is a slice itself. */
  public boolean isSlice() {
    return name.endsWith(SLICE);
  }

  /** The unit's cgroup below that of its manager: {@code /a.slice/a-b.slice/jrunc-web1.scope}. */
  public String path() {
    return isSlice() ? expanded(name) : expanded(slice) + "/" + name;
  }

  /** A dash in the name of a slice says that it is inside of another. */
  private static String expanded(String slice) {
    if (slice.equals(ROOT)) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    int end = slice.length() - SLICE.length();
    for (int dash = slice.indexOf('-'); dash >= 0; dash = slice.indexOf('-', dash + 1)) {
      path.append('/').append(slice, 0, dash).append(SLICE);
    }
    return path.append('/').append(slice, 0, end).append(SLICE).toString();
  }
}
