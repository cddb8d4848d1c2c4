package io.jrunc.cgroup;

import io.jrunc.error.JruncException;

/**
 * A cgroup, or a limit of one, that can't be had as asked: {@code /linux/resources/memory/limit:
 * the memory controller is not available}.
 */
public final class CgroupException extends JruncException {

  private final String subject;
  private final String reason;

  /**
   * Says what can't be had, and why.
   *
   * @param subject JSON pointer of the field that asks for it, or path of the group
   * @param reason the fact that stands against it
   */
  public CgroupException(String subject, String reason) {
    super(subject + ": " + reason);
    this.subject = subject;
    this.reason = reason;
  }

  /** The same, where the kernel has said why: {@code reason} ends in its words. */
  CgroupException(String subject, String reason, Throwable cause) {
    super(subject + ": " + reason, cause);
    this.subject = subject;
    this.reason = reason;
  }

  /** JSON pointer of the field that asks for it, or path of the group. */
  public String subject() {
    return subject;
  }

  /** The fact that stands against it. */
  public String reason() {
    return reason;
  }
}
