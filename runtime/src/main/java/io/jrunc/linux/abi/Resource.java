package io.jrunc.linux.abi;

import java.util.Optional;

/** Resources of prlimit(2), from {@code asm-generic/resource.h}. */
public enum Resource implements PortableConstant {
  RLIMIT_CPU(0),
  RLIMIT_FSIZE(1),
  RLIMIT_DATA(2),
  RLIMIT_STACK(3),
  RLIMIT_CORE(4),
  RLIMIT_RSS(5),
  RLIMIT_NPROC(6),
  RLIMIT_NOFILE(7),
  RLIMIT_MEMLOCK(8),
  RLIMIT_AS(9),
  RLIMIT_LOCKS(10),
  RLIMIT_SIGPENDING(11),
  RLIMIT_MSGQUEUE(12),
  RLIMIT_NICE(13),
  RLIMIT_RTPRIO(14),
  RLIMIT_RTTIME(15);

  private final long value;

  Resource(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /** The one with this name, such as {@code RLIMIT_NOFILE}, exactly so; empty if there is none. */
  public static Optional<Resource> named(String name) {
    for (Resource candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
