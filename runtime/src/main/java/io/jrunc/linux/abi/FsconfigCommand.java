package io.jrunc.linux.abi;

/** Commands of fsconfig(2), from {@code linux/mount.h}. */
public enum FsconfigCommand implements PortableConstant {
  FSCONFIG_SET_FLAG(0),
  FSCONFIG_SET_STRING(1),
  FSCONFIG_SET_BINARY(2),
  FSCONFIG_SET_PATH(3),
  FSCONFIG_SET_PATH_EMPTY(4),
  FSCONFIG_SET_FD(5),
  FSCONFIG_CMD_CREATE(6),
  FSCONFIG_CMD_RECONFIGURE(7),
  FSCONFIG_CMD_CREATE_EXCL(8);

  private final long value;

  FsconfigCommand(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
