package io.jrunc.link;

/**
 * A kernel parameter of the network that is to have another value, or has it now.
 *
 * @param name its path below /proc/sys/net, such as {@code ipv4/conf/eth0/forwarding}
 * @param before the value that it had
 * @param wanted the value that it needs
 */
public record SettingChange(String name, String before, String wanted) {

  /** The network device that it is about; {@code all} for all of them. */
  public String device() {
    int end = name.lastIndexOf('/');
    return name.substring(name.lastIndexOf('/', end - 1) + 1, end);
  }

  /**
   * Whether it lets IPv6 packets that come in by its device go on by another; from Linux 6.17 on
   * one device can do so, before that it is all of them.
   */
  public boolean letsPassV6() {
    return name.equals("ipv6/conf/all/forwarding") || name.endsWith("/force_forwarding");
  }

  /** Whether it lets IPv4 packets that come in by its device go on by another. */
  public boolean letsPass() {
    return name.startsWith("ipv4/") && name.endsWith("/forwarding");
  }
}
