package io.jrunc.linux.abi;

/** Whom ioprio_set(2) changes. */
public enum IoPriorityTarget implements PortableConstant {
  IOPRIO_WHO_PROCESS(1),
  IOPRIO_WHO_PGRP(2),
  IOPRIO_WHO_USER(3);

  private final long value;

  IoPriorityTarget(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
