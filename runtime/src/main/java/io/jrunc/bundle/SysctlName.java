package io.jrunc.bundle;

/**
 * The name of a kernel parameter, as sysctl(8) takes it: with dots between the components, or with
 * slashes, so that a component can have a dot ({@code net/ipv4/conf/eth0.1/forwarding}). With dots
 * first, a slash stands for a dot of a component.
 */
public final class SysctlName {
  private SysctlName() {}

  /** The file below /proc/sys: {@code net/ipv4/ip_forward}. */
  public static String path(String name) {
    int dot = name.indexOf('.');
    int slash = name.indexOf('/');
    if (dot < 0 || (slash >= 0 && slash < dot)) {
      return name;
    }
    StringBuilder path = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      path.append(c == '.' ? '/' : c == '/' ? '.' : c);
    }
    return path.toString();
  }
}
