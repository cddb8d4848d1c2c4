package io.jrunc.program;

/**
 * A place in a program that instructions jump to; {@link ProgramBuilder#place} says where it is.
 */
public final class Label {
  private int position = -1;

  void place(int index) {
    if (position >= 0) {
      throw new IllegalStateException("label is already placed at " + position);
    }
    position = index;
  }

  /** Index of the instruction that follows the label. */
  int position() {
    if (position < 0) {
      throw new IllegalStateException("label was never placed");
    }
    return position;
  }
}
