package io.jrunc.linux;

/**
 * A process, held so that its number can't come to mean another one; readable when it has ended.
 */
public record PidFd(Pid pid, Fd fd) implements AutoCloseable {

  @Override
  public void close() {
    fd.close();
  }
}
