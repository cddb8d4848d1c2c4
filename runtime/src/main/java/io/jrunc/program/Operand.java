package io.jrunc.program;

/** One of up to six operands of an instruction; {@code toString} is its form in a listing. */
public sealed interface Operand {

  /**
   * A number that is known when the program is made.
   *
   * @param text its form in a listing, flags decoded
   */
  record Constant(long value, String text) implements Operand {
    @Override
    public String toString() {
      return text;
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
    return new Constant(value, Long.toString(value));
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
