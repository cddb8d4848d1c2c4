package io.jrunc.linux.abi;

/** Commands of bpf(2), from {@code linux/bpf.h}. */
public enum BpfCommand implements PortableConstant {
  BPF_PROG_LOAD(5),
  BPF_PROG_ATTACH(8),
  BPF_PROG_DETACH(9),
  BPF_PROG_GET_FD_BY_ID(13),
  BPF_OBJ_GET_INFO_BY_FD(15),
  BPF_PROG_QUERY(16);

  private final long value;

  BpfCommand(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
