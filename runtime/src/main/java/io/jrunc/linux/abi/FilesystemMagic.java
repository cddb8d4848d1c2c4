package io.jrunc.linux.abi;

/** {@code f_type} of statfs(2), from {@code linux/magic.h}. */
public enum FilesystemMagic implements PortableConstant {
  PROC_SUPER_MAGIC(0x9fa0),
  SYSFS_MAGIC(0x62656572),
  TMPFS_MAGIC(0x1021994),
  CGROUP_SUPER_MAGIC(0x27e0eb),
  CGROUP2_SUPER_MAGIC(0x63677270),
  DEVPTS_SUPER_MAGIC(0x1cd1),
  OVERLAYFS_SUPER_MAGIC(0x794c7630),
  NSFS_MAGIC(0x6e736673),
  SECURITYFS_MAGIC(0x73636673),
  BPF_FS_MAGIC(0xcafe4a11L),
  RAMFS_MAGIC(0x858458f6L),
  PID_FS_MAGIC(0x50494446);

  private final long value;

  FilesystemMagic(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
