package io.jrunc.rdt;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The files of the host. */
final class HostResctrlFiles implements ResctrlFiles {

  private static final int DIRECTORY_MODE = 0755;

  private final FileCalls calls;

  HostResctrlFiles(FileCalls calls) {
    this.calls = calls;
  }

  @Override
  public boolean exists(Path path) {
    return path.toFile().exists();
  }

  @Override
  public Optional<String> read(Path file) {
    try (Fd fd = calls.open(file.toString(), OpenFlag.O_RDONLY)) {
      return Optional.of(new String(calls.readAll(fd), StandardCharsets.UTF_8));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw new KernelException(e.call(), file.toString(), e.errno());
    }
  }

  @Override
  public void write(Path file, String text) {
    try (Fd fd = calls.open(file.toString(), OpenFlag.O_WRONLY)) {
      calls.write(fd, text.getBytes(StandardCharsets.UTF_8));
    } catch (KernelException e) {
      throw new KernelException(e.call(), file.toString(), e.errno());
    }
  }

  @Override
  public void makeDirectory(Path directory) {
    try (Fd parent = parentOf(directory)) {
      calls.mkdirat(parent, name(directory), DIRECTORY_MODE);
    } catch (KernelException e) {
      throw new KernelException("mkdir", directory.toString(), e.errno());
    }
  }

  @Override
  public void removeDirectory(Path directory) {
    try (Fd parent = parentOf(directory)) {
      calls.rmdirat(parent, name(directory));
    } catch (KernelException e) {
      throw new KernelException("rmdir", directory.toString(), e.errno());
    }
  }

  private Fd parentOf(Path directory) {
    String parent = directory.resolveSibling("").toString();
    return calls.open(parent, OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
  }

  private static String name(Path directory) {
    return String.valueOf(directory.getFileName());
  }
}
