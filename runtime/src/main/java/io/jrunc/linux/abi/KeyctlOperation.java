package io.jrunc.linux.abi;

/** Operations of keyctl(2), as far as a new session keyring needs them. */
public enum KeyctlOperation implements PortableConstant {
  KEYCTL_GET_KEYRING_ID(0),
  KEYCTL_JOIN_SESSION_KEYRING(1),
  KEYCTL_SETPERM(5),
  KEYCTL_DESCRIBE(6);

  private final long value;

  KeyctlOperation(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
