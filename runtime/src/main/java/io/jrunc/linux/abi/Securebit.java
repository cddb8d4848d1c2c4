package io.jrunc.linux.abi;

/** Bits of prctl(2) with {@link PrctlOption#PR_SET_SECUREBITS}, from {@code linux/securebits.h}. */
public enum Securebit implements PortableConstant {
  SECBIT_NOROOT(1),
  SECBIT_NOROOT_LOCKED(2),
  SECBIT_NO_SETUID_FIXUP(4),
  SECBIT_NO_SETUID_FIXUP_LOCKED(8),
  SECBIT_KEEP_CAPS(0x10),
  SECBIT_KEEP_CAPS_LOCKED(0x20),
  SECBIT_NO_CAP_AMBIENT_RAISE(0x40),
  SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED(0x80);

  private final long value;

  Securebit(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
