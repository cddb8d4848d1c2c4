package io.jrunc.linux;

/** The size of a terminal, in characters. */
public record WindowSize(int rows, int columns) {

  public WindowSize {
    if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff) {
      throw new IllegalArgumentException("window size out of range: " + rows + "x" + columns);
    }
  }
}
