package io.jrunc.linux.abi;

/** Flags of move_mount(2), from {@code linux/mount.h}. */
public enum MoveMountFlag implements PortableConstant {
  MOVE_MOUNT_F_SYMLINKS(1),
  MOVE_MOUNT_F_AUTOMOUNTS(2),
  MOVE_MOUNT_F_EMPTY_PATH(4),
  MOVE_MOUNT_T_SYMLINKS(0x10),
  MOVE_MOUNT_T_AUTOMOUNTS(0x20),
  MOVE_MOUNT_T_EMPTY_PATH(0x40),
  MOVE_MOUNT_SET_GROUP(0x100),
  MOVE_MOUNT_BENEATH(0x200);

  private final long value;

  MoveMountFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
