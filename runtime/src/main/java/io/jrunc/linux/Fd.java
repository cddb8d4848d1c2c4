package io.jrunc.linux;

/**
 * An open file descriptor of this process, always close-on-exec unless it was inherited. Whoever
 * gets one closes it or passes it on; closing twice does nothing.
 */
public final class Fd implements AutoCloseable {

  /** Closes a descriptor by number. */
  @FunctionalInterface
  public interface Closer {

    /** Closes it; a descriptor is gone even when the kernel reports an error. */
    void close(int number);
  }

  private final int number;
  private final String name;
  private final Closer closer;
  private boolean closed;

  /**
   * Takes over an open descriptor.
   *
   * @param name what it is, for messages: the path it was opened by, or a word
   */
  public Fd(int number, String name, Closer closer) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    this.number = number;
    this.name = name;
    this.closer = closer;
  }

  /** A descriptor that this process inherited, such as 0 to 2; closing it does nothing. */
  public static Fd inherited(int number) {
    return new Fd(number, "fd " + number, ignored -> {});
  }

  /**
   * The number in this process.
   *
   * @throws IllegalStateException if it is closed, because the number may be another file by now
   */
  public synchronized int number() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    return number;
  }

  /** The file's path in this process's own procfs, such as {@code /proc/self/fd/7}. */
  public String path() {
    return "/proc/self/fd/" + number();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closer.close(number);
    }
  }

  /** What it is, for messages. */
  @Override
  public String toString() {
    return name;
  }
}
