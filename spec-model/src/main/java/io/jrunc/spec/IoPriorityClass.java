package io.jrunc.spec;

/** Classes of ioprio_set(2), with the kernel's names. */
public enum IoPriorityClass implements Word {
  IOPRIO_CLASS_RT,
  IOPRIO_CLASS_BE,
  IOPRIO_CLASS_IDLE;

  @Override
  public String word() {
    return name();
  }
}
