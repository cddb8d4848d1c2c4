package io.jrunc.serve;

/** What a message to the client asks for: its first 32 bits; see the picture of the package. */
enum Operation {
  /** Start a JVM for this. */
  COLD(1),
  /** From now on an early end of the connection leaves something to clean up. */
  BEGUN(2),
  /** Write to standard output or standard error. */
  WRITE(3),
  /** Descriptors of the message before, or none: it is served. */
  FILES(4),
  /** Start a child; its descriptors follow. */
  SPAWN(5),
  /** Reap a child if it has ended. */
  WAIT(6),
  /** Wait for a program without us. */
  FOREGROUND(7),
  /** End. */
  EXIT(8);

  private final int number;

  Operation(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
