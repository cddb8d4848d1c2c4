package io.jrunc.linux.abi;

/** Flags of open(2) and openat2(2). Four of them have other values on aarch64. */
public enum OpenFlag implements KernelConstant {
  O_TMPFILE(0x410000, 0x404000),
  O_RDONLY(0),
  O_WRONLY(1),
  O_RDWR(2),
  O_CREAT(0x40),
  O_EXCL(0x80),
  O_NOCTTY(0x100),
  O_TRUNC(0x200),
  O_APPEND(0x400),
  O_NONBLOCK(0x800),
  O_SYNC(0x101000),
  O_DSYNC(0x1000),
  O_ASYNC(0x2000),
  O_DIRECT(0x4000, 0x10000),
  O_DIRECTORY(0x10000, 0x4000),
  O_NOFOLLOW(0x20000, 0x8000),
  O_NOATIME(0x40000),
  O_CLOEXEC(0x80000),
  O_PATH(0x200000);

  private final long x8664;
  private final long aarch64;

  OpenFlag(long value) {
    this(value, value);
  }

  OpenFlag(long x8664, long aarch64) {
    this.x8664 = x8664;
    this.aarch64 = aarch64;
  }

  @Override
  public long value(Architecture architecture) {
    return architecture == Architecture.X86_64 ? x8664 : aarch64;
  }
}
