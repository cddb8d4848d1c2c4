package io.jrunc.error;

import io.jrunc.linux.abi.Errno;

/**
 * A call that the kernel refused: {@code openat2 /x: no such file or directory (ENOENT)}.
 *
 * <p>Compare {@link #errno}, never the message.
 */
public final class KernelException extends JruncException {

  private final String call;
  private final String object;
  private final Errno errno;

  /**
   * Says what failed, on what, and why.
   *
   * @param call the system call's name in the manual, such as {@code openat2}
   * @param object what it was asked to work on, such as a path; may be empty
   * @param errno the kernel's answer
   */
  public KernelException(String call, String object, Errno errno) {
    this(call, object, errno, "");
  }

  /**
   * The same, with the kernel's own explanation, as it gives one for netlink messages.
   *
   * @param words what it says; may be empty
   */
  public KernelException(String call, String object, Errno errno, String words) {
    super(
        (object.isEmpty() ? call + ": " + errno : call + " " + object + ": " + errno)
            + (words.isEmpty() ? "" : ": " + words));
    this.call = call;
    this.object = object;
    this.errno = errno;
  }

  /** The system call's name in the manual. */
  public String call() {
    return call;
  }

  /** What the call was asked to work on; may be empty. */
  public String object() {
    return object;
  }

  /** The kernel's answer. */
  public Errno errno() {
    return errno;
  }
}
