package io.jrunc.linux.abi;

import java.util.Collection;

/** Puts constants together to the bits of a kernel argument, and takes such bits apart again. */
public final class Flags {

  private Flags() {}

  /** The or of all the constants. */
  public static long bits(PortableConstant... flags) {
    long bits = 0;
    for (PortableConstant flag : flags) {
      bits |= flag.value();
    }
    return bits;
  }

  /** The or of all the constants. */
  public static long bits(Collection<? extends PortableConstant> flags) {
    long bits = 0;
    for (PortableConstant flag : flags) {
      bits |= flag.value();
    }
    return bits;
  }

  /** The or of all the constants, as this architecture has them. */
  public static long bits(Architecture architecture, KernelConstant... flags) {
    long bits = 0;
    for (KernelConstant flag : flags) {
      bits |= flag.value(architecture);
    }
    return bits;
  }

  /** The or of all the constants, as this architecture has them. */
  public static long bits(Architecture architecture, Collection<? extends KernelConstant> flags) {
    long bits = 0;
    for (KernelConstant flag : flags) {
      bits |= flag.value(architecture);
    }
    return bits;
  }

  /**
   * The names of the bits, as in {@code O_PATH|O_CLOEXEC|0x40000000}; what the table doesn't name
   * is one hexadecimal number at the end, and no bits are {@code 0} or the table's zero.
   *
   * @param table the names in order of preference: one that includes others stands before them
   */
  public static String names(KernelConstant[] table, Architecture architecture, long bits) {
    StringBuilder names = new StringBuilder();
    long rest = bits;
    for (KernelConstant flag : table) {
      long value = flag.value(architecture);
      if (value == 0 ? bits == 0 : (rest & value) == value) {
        separate(names).append(flag.name());
        rest &= ~value;
      }
    }
    if (rest != 0) {
      separate(names).append("0x").append(Long.toHexString(rest));
    }
    return names.length() == 0 ? "0" : names.toString();
  }

  /** The name of the one constant with this value, or the value as a decimal number. */
  public static String name(KernelConstant[] table, Architecture architecture, long value) {
    for (KernelConstant constant : table) {
      if (constant.value(architecture) == value) {
        return constant.name();
      }
    }
    return Long.toString(value);
  }

  private static StringBuilder separate(StringBuilder names) {
    return names.length() == 0 ? names : names.append('|');
  }
}
