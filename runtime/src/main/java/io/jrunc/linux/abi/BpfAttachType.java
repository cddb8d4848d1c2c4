package io.jrunc.linux.abi;

/** Where a program of extended BPF is called, from {@code linux/bpf.h}. */
public enum BpfAttachType implements PortableConstant {
  BPF_CGROUP_DEVICE(6);

  private final long value;

  BpfAttachType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
