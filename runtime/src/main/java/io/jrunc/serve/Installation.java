package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import java.nio.file.Path;

/**
 * The files of which this engine and its clients are: they are of one version as long as both are
 * what they were when it began.
 */
final class Installation {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final Kernel kernel;
  private final Path program;
  private final Path jar;
  private final FileStatus programThen;
  private final FileStatus jarThen;
  private final Fd stop;

  /**
   * Looks at the files.
   *
   * @param program that clients run
   * @param jar that this engine runs
   * @param stop is added to when the engine is to end
   * @throws OperationException if one of them isn't there
   */
  Installation(Kernel kernel, Path program, Path jar, Fd stop) {
    this.kernel = kernel;
    this.program = program;
    this.jar = jar;
    this.stop = stop;
    this.programThen = look(program);
    this.jarThen = look(jar);
  }

  /**
   * Makes sure that a client is of this installation. If one isn't because another version has
   * taken its place, the engine ends: no client will ever be.
   *
   * @param its program
   * @throws NotServedException if it is of another one
   */
  void require(FileStatus its) {
    boolean isThere = isThere(jar, jarThen);
    if (isThere && its.sameVersion(programThen)) {
      return;
    }
    if (!isThere || !isThere(program, programThen)) {
      kernel.files().write(stop, ONE);
    }
    throw new NotServedException("another installation");
  }

  private boolean isThere(Path file, FileStatus then) {
    try {
      return look(file).sameVersion(then);
    } catch (OperationException e) {
      return false;
    }
  }

  private FileStatus look(Path file) {
    try {
      return kernel.files().statx(file.toString());
    } catch (KernelException e) {
      throw new OperationException("look at", file.toString(), e);
    }
  }
}
