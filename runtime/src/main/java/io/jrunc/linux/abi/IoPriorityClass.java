package io.jrunc.linux.abi;

import java.util.Optional;

/** Classes of ioprio_set(2); the argument is {@code class << 13 | level}. */
public enum IoPriorityClass implements PortableConstant {
  IOPRIO_CLASS_NONE(0),
  IOPRIO_CLASS_RT(1),
  IOPRIO_CLASS_BE(2),
  IOPRIO_CLASS_IDLE(3);

  private final long value;

  IoPriorityClass(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /**
   * The one with this name, such as {@code IOPRIO_CLASS_BE}, exactly so; empty if there is none.
   */
  public static Optional<IoPriorityClass> named(String name) {
    for (IoPriorityClass candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
