package io.jrunc.linux.abi;

/**
 * Requests of ioctl(2) on terminals ({@code asm-generic/ioctls.h}) and namespaces ({@code
 * linux/nsfs.h}).
 */
public enum IoctlRequest implements PortableConstant {
  TCGETS(0x5401),
  TCSETS(0x5402),
  TCSETSW(0x5403),
  TIOCSCTTY(0x540e),
  TIOCNOTTY(0x5422),
  TIOCGWINSZ(0x5413),
  TIOCSWINSZ(0x5414),
  FIONREAD(0x541b),
  FIOCLEX(0x5451),
  TIOCGPTN(0x80045430L),
  TIOCSPTLCK(0x40045431),
  TIOCGPTPEER(0x5441),
  NS_GET_USERNS(0xb701),
  NS_GET_PARENT(0xb702),
  NS_GET_NSTYPE(0xb703),
  NS_GET_OWNER_UID(0xb704);

  private final long value;

  IoctlRequest(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
