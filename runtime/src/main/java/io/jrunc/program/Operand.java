package io.jrunc.program;

import io.jrunc.linux.abi.KernelConstant;

/** One of up to six operands of an instruction; {@code toString} is its form in a listing. */
public sealed interface Operand {

  /**
   * A number that is known when the program is made.
   *
   * @param text its form in a listing, flags decoded; empty where that is the number itself
   */
  record Constant(long value, String text) implements Operand {
    @Override
    public String toString() {
      return text.isEmpty() ? Long.toString(value) : text;
    }
  }

  /** Flags of one kind; only a listing wants their names. */
  final class Flags implements Operand {
    private final long value;
    private final KernelConstant[] flags;

    Flags(long value, KernelConstant... flags) {
      this.value = value;
      this.flags = flags.clone();
    }

    long value() {
      return value;
    }

    @Override
    public String toString() {
      StringBuilder names = new StringBuilder();
      for (KernelConstant flag : flags) {
        names.append(names.length() == 0 ? "" : "|").append(flag.name());
      }
      return names.length() == 0 ? "0" : names.toString();
    }
  }

  /** A number that is known only when the whole program has been made. */
  final class Later implements Operand {
    private long value = -1;

    void set(long newValue) {
      value = newValue;
    }

    long value() {
      if (value < 0) {
        throw new IllegalStateException("the number was never set");
      }
      return value;
    }

    @Override
    public String toString() {
      return Long.toString(value());
    }
  }

  /** The address of a piece of the program's own data. */
  record Address(Data data) implements Operand {
    @Override
    public String toString() {
      return data.toString();
    }
  }

  /** The value that a register has when the instruction runs. */
  record Value(Register register) implements Operand {
    @Override
    public String toString() {
      return register.toString();
    }
  }

  /** A signed number in decimal. */
  static Operand number(long value) {
    return new Constant(value, "");
  }

  /** Permission bits, in octal as people write them. */
  static Operand mode(int value) {
    return new Constant(value, "0" + Integer.toOctalString(value));
  }

  /** The null pointer. */
  static Operand none() {
    return new Constant(0, "NULL");
  }

  /** A constant with its kernel name. */
  static Operand named(long value, String name) {
    return new Constant(value, name);
  }

  /** A string of the program's data. */
  static Operand string(String value) {
    return new Address(Data.string(value));
  }

  /** What a register holds. */
  static Operand value(Register register) {
    return new Value(register);
  }
}
