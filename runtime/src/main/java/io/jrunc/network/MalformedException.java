package io.jrunc.network;

/** A text that isn't what it should be; the message goes on after it: {@code is no address}. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message);
  }
}
