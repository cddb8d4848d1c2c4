package io.jrunc.linux.abi;

/** A number of the kernel's interface that is the same on every {@link Architecture}. */
public interface PortableConstant extends KernelConstant {

  /** The number. */
  long value();

  @Override
  default long value(Architecture architecture) {
    return value();
  }
}
