package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of the host. The JDK does the work, because it needs nothing to be loaded; but it tells
 * no errno, so what has failed is done once more through the kernel's own calls.
 */
final class HostCgroupFiles implements CgroupFiles {

  private static final int DIRECTORY_MODE = 0755;

  private final FileCalls calls;

  HostCgroupFiles(FileCalls calls) {
    this.calls = calls;
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public Optional<String> read(Path file) {
    try {
      return Optional.of(withoutNewline(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return readAgain(file);
    }
  }

  private Optional<String> readAgain(Path file) {
    try (Fd fd = calls.open(file.toString(), OpenFlag.O_RDONLY)) {
      return Optional.of(withoutNewline(calls.readAll(fd)));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw new KernelException(e.call(), file.toString(), e.errno());
    }
  }

  private static String withoutNewline(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void write(Path file, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    try (WritableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      writeAgain(file, bytes);
    }
  }

  private void writeAgain(Path file, byte[] bytes) {
    try (Fd fd = calls.open(file.toString(), OpenFlag.O_WRONLY)) {
      calls.write(fd, bytes);
    } catch (KernelException e) {
      throw new KernelException(e.call(), file.toString(), e.errno());
    }
  }

  @Override
  public void makeDirectory(Path directory) {
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      try (Fd parent = parentOf(directory)) {
        calls.mkdirat(parent, directory.getFileName().toString(), DIRECTORY_MODE);
      } catch (KernelException again) {
        throw new KernelException("mkdir", directory.toString(), again.errno());
      }
    }
  }

  @Override
  public void removeDirectory(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      try (Fd parent = parentOf(directory)) {
        calls.rmdirat(parent, directory.getFileName().toString());
      } catch (KernelException again) {
        throw new KernelException("rmdir", directory.toString(), again.errno());
      }
    }
  }

  private Fd parentOf(Path directory) {
    Path parent = directory.resolveSibling("");
    return calls.open(parent.toString(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
  }

  @Override
  public List<Path> children(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          found.add(path);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new CgroupException(directory.toString(), "its groups can't be listed: " + e, e);
    }
    return found;
  }
}
