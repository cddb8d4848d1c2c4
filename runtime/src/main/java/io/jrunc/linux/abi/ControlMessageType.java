package io.jrunc.linux.abi;

/**
 * Types of control messages at level {@link SocketLevel#SOL_SOCKET}; their data are file
 * descriptors (int) or {@code struct ucred}.
 */
public enum ControlMessageType implements PortableConstant {
  SCM_RIGHTS(1),
  SCM_CREDENTIALS(2);

  private final long value;

  ControlMessageType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
