package io.jrunc.linux.abi;

/** A number of the kernel's interface; {@link #name} is its name in the kernel's headers. */
public interface KernelConstant {

  /** The name in the kernel's headers, such as {@code O_DIRECTORY}. */
  String name();

  /** The number on this architecture. */
  long value(Architecture architecture);
}
