package io.jrunc.engine;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PipeEnds;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Seal;
import io.jrunc.usernet.ProgramLog;
import io.jrunc.usernet.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The files that the program of a network is given. */
final class CompanionFiles implements AutoCloseable {
  private static final int LOG_SIZE = 16 * 1024;

  private final Kernel kernel;
  private final PipeEnds readiness;
  private final Fd log;
  private final List<Fd> others = new ArrayList<>();
  private final List<Fd> inOrder = new ArrayList<>();

  private CompanionFiles(Kernel kernel, PipeEnds readiness, Fd log) {
    this.kernel = kernel;
    this.readiness = readiness;
    this.log = log;
  }

  /**
   * Opens them.
   *
   * @param init the container's first process, in whose network namespace it will work; stays the
   *     caller's
   */
  static CompanionFiles open(Kernel kernel, List<Stream> streams, PidFd init) {
    CompanionFiles files = empty(kernel);
    try {
      files.limitLog();
      for (Stream stream : streams) {
        files.inOrder.add(files.open(stream, init));
      }
      return files;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static CompanionFiles empty(Kernel kernel) {
    PipeEnds readiness = kernel.files().pipe2();
    try {
      return new CompanionFiles(kernel, readiness, kernel.files().memfdCreate("jrunc-log"));
    } catch (RuntimeException e) {
      readiness.close();
      throw e;
    }
  }

  /** It can be written to for ever, without an end of the memory: what comes later is refused. */
  private void limitLog() {
    kernel.files().ftruncate(log, LOG_SIZE);
    kernel.files().fcntlAddSeals(log, Seal.F_SEAL_SHRINK, Seal.F_SEAL_GROW, Seal.F_SEAL_SEAL);
  }

  private Fd open(Stream stream, PidFd init) {
    return switch (stream) {
      case LOG -> log;
      case READINESS -> readiness.writer();
      case INIT -> init.fd();
      case NOTHING -> opened("/dev/null");
      case NAMESPACE -> opened("/proc/" + init.pid() + "/ns/net");
    };
  }

  private Fd opened(String path) {
    Fd file = kernel.files().open(path, OpenFlag.O_RDONLY);
    others.add(file);
    return file;
  }

  /** In the order of their numbers. */
  List<Fd> inOrder() {
    return inOrder;
  }

  /** Gives something to read when the program is ready, or has ended. */
  Fd reader() {
    return readiness.reader();
  }

  /** Needed once the program has its own, or its end would not be seen. */
  void closeWriter() {
    readiness.writer().close();
  }

  /** What the program has said, for an error message; may be empty. */
  String log() {
    byte[] bytes = new byte[LOG_SIZE];
    kernel.files().pread(log, bytes, 0);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return ProgramLog.reason(new String(bytes, 0, end, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    readiness.close();
    log.close();
    others.forEach(Fd::close);
  }
}
