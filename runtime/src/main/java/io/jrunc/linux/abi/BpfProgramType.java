package io.jrunc.linux.abi;

/** What a program of extended BPF is for, from {@code linux/bpf.h}. */
public enum BpfProgramType implements PortableConstant {
  BPF_PROG_TYPE_CGROUP_DEVICE(15);

  private final long value;

  BpfProgramType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
