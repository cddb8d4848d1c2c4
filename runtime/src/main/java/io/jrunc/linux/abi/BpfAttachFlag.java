package io.jrunc.linux.abi;

/** Flags of attaching a program of extended BPF, from {@code linux/bpf.h}. */
public enum BpfAttachFlag implements PortableConstant {
  /** The group may have more programs; all of them must allow what is done. */
  BPF_F_ALLOW_MULTI(2),
  /** In one step in the place of another program; since Linux 5.6. */
  BPF_F_REPLACE(4);

  private final long value;

  BpfAttachFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
