package io.jrunc.linux;

/** Two sockets that are connected to each other. */
public record SocketPair(Fd first, Fd second) implements AutoCloseable {

  @Override
  public void close() {
    try (first) {
      second.close();
    }
  }
}
