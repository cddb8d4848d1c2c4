package io.jrunc.linux;

/**
 * A condition on one argument of a system call, {@code struct scmp_arg_cmp}.
 *
 * @param argument 0 to 5
 * @param first to compare with, unsigned; the mask of a masked comparison
 * @param second what a masked argument must equal
 */
public record SeccompComparison(int argument, Operator operator, long first, long second) {

  /** {@code enum scmp_compare}. */
  public enum Operator {
    NE(1),
    LT(2),
    LE(3),
    EQ(4),
    GE(5),
    GT(6),
    MASKED_EQ(7);

    private final int value;

    Operator(int value) {
      this.value = value;
    }

    /** Its number. */
    public int value() {
      return value;
    }
  }
}
