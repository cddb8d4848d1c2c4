package io.jrunc.bundle;

/** Paths inside the container, as text: no link is followed, and nothing leads above the root. */
public final class ContainerPath {
  private ContainerPath() {}

  /**
   * The path from {@code /} without {@code .}, {@code ..}, empty components and a slash at the end;
   * a relative one is meant from {@code /}.
   */
  public static String normalize(String path) {
    if (isNormal(path)) {
      return path;
    }
    StringBuilder normal = new StringBuilder();
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String component = path.substring(start, end);
      if (component.equals("..")) {
        normal.setLength(Math.max(0, normal.lastIndexOf("/")));
      } else if (!component.isEmpty() && !component.equals(".")) {
        normal.append('/').append(component);
      }
      start = end + 1;
    }
    return normal.length() == 0 ? "/" : normal.toString();
  }

  /** Whether a normal path is below another one. */
  public static boolean isBelow(String path, String ancestor) {
    return ancestor.equals("/")
        ? path.length() > 1
        : path.startsWith(ancestor) && path.startsWith("/", ancestor.length());
  }

  private static boolean isNormal(String path) {
    return path.startsWith("/")
        && !path.contains("//")
        && !path.contains("/.")
        && (path.length() == 1 || !path.endsWith("/"));
  }
}
