package io.jrunc.linux;

/**
 * The two ends of a pipe.
 *
 * @param reader gives what was written; at its end once all writers are closed
 * @param writer takes bytes; whoever writes when all readers are closed gets SIGPIPE
 */
public record PipeEnds(Fd reader, Fd writer) implements AutoCloseable {

  @Override
  public void close() {
    try (reader) {
      writer.close();
    }
  }
}
