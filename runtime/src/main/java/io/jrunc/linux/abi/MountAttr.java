package io.jrunc.linux.abi;

/**
 * Attributes of mount_setattr(2) and fsmount(2), from {@code linux/mount.h}.
 *
 * <p>{@link #MOUNT_ATTR_RELATIME} is zero: to ask for it, clear {@link #MOUNT_ATTR__ATIME}.
 */
public enum MountAttr implements PortableConstant {
  MOUNT_ATTR_RDONLY(1),
  MOUNT_ATTR_NOSUID(2),
  MOUNT_ATTR_NODEV(4),
  MOUNT_ATTR_NOEXEC(8),
  MOUNT_ATTR__ATIME(0x70),
  MOUNT_ATTR_RELATIME(0),
  MOUNT_ATTR_NOATIME(0x10),
  MOUNT_ATTR_STRICTATIME(0x20),
  MOUNT_ATTR_NODIRATIME(0x80),
  MOUNT_ATTR_IDMAP(0x100000),
  MOUNT_ATTR_NOSYMFOLLOW(0x200000);

  private final long value;

  MountAttr(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
