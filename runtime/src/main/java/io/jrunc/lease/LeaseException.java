package io.jrunc.lease;

import io.jrunc.error.JruncException;

/**
 * Something that a container asks for and can't have: {@code /annotations/io.jrunc.net.ip:
 * 172.22.0.2 is the address of container web1}.
 */
public final class LeaseException extends JruncException {
  private static final long serialVersionUID = 1;

  /**
   * Says what can't be had.
   *
   * @param place JSON pointer to who asks for it, or the file that is to blame
   * @param reason why not
   */
  public LeaseException(String place, String reason) {
    super(place + ": " + reason);
  }
}
