package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.TextFiles;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the host.
 *
 * <p>What commands need that otherwise make no system calls, reading and removing, is done by the
 * JDK, which needs nothing to be loaded, and in its plainest way, which is in every JVM's archive.
 * The JDK tells no errno, so what has failed there is done once more through the kernel's own
 * calls.
 */
class HostCgroupFiles implements CgroupFiles {

  private static final int DIRECTORY_MODE = 0755;

  private final FileCalls calls;
  private final TextFiles texts;

  HostCgroupFiles(FileCalls calls) {
    this.calls = calls;
    this.texts = new TextFiles(calls);
  }

  @Override
  public boolean exists(Path path) {
    return path.toFile().exists();
  }

  @Override
  public Optional<String> read(Path file) {
    return texts.read(file);
  }

  @Override
  public void write(Path file, String value) {
    try (Output output = output(file)) {
      output.write(value);
    }
  }

  @Override
  public Output output(Path file) {
    return new HostOutput(calls, file, calls.open(file.toString(), OpenFlag.O_WRONLY));
  }

  private record HostOutput(FileCalls calls, Path path, Fd fd) implements Output {

    @Override
    public void write(String value) {
      try {
        calls.write(fd, value.getBytes(StandardCharsets.UTF_8));
      } catch (KernelException e) {
        throw new KernelException(e.call(), path.toString(), e.errno());
      }
    }

    @Override
    public void close() {
      fd.close();
    }
  }

  @Override
  public void chown(Path path, long uid) {
    try (Fd parent = parentOf(path)) {
      calls.fchownat(parent, path.getFileName().toString(), uid, -1);
    } catch (KernelException e) {
      throw new KernelException("chown", path.toString(), e.errno());
    }
  }

  @Override
  public boolean makeDirectory(Path directory) {
    try {
      return calls.mkdirIfMissing(directory.toString(), DIRECTORY_MODE);
    } catch (KernelException e) {
      throw new KernelException("mkdir", directory.toString(), e.errno());
    }
  }

  @Override
  public void removeDirectory(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      rmdir(directory);
    }
  }

  /** By the kernel's own call, which tells why it can't be. */
  final void rmdir(Path directory) {
    try {
      calls.rmdir(directory.toString());
    } catch (KernelException e) {
      throw new KernelException("rmdir", directory.toString(), e.errno());
    }
  }

  /** Without errno, and so without an exception: mostly others live there. */
  @Override
  public boolean removeIfUnused(Path directory) {
    return directory.toFile().delete() || !exists(directory);
  }

  private Fd parentOf(Path directory) {
    Path parent = directory.resolveSibling("");
    return calls.open(parent.toString(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
  }

  @Override
  public List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  @Override
  public Fd openForWriting(Path file) {
    return calls.open(file.toString(), OpenFlag.O_WRONLY);
  }

  @Override
  public Fd openDirectory(Path directory) {
    return calls.open(directory.toString(), OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY);
  }

  @Override
  public List<Path> children(Path directory) {
    File[] files = directory.toFile().listFiles();
    if (files == null) {
      return noChildren(directory);
    }
    List<Path> found = new ArrayList<>();
    for (File file : files) {
      if (file.isDirectory()) {
        found.add(file.toPath());
      }
    }
    return found;
  }

  /** None in a group that is gone; otherwise the reason why it can't be listed. */
  private List<Path> noChildren(Path directory) {
    if (exists(directory)) {
      calls.open(directory.toString(), OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY).close();
    }
    return List.of();
  }

  @Override
  public Anchor anchor(Path directory) {
    return new HostAnchor(openDirectory(directory));
  }

  private record HostAnchor(Fd directory) implements Anchor {

    @Override
    public Path path() {
      return Path.of("/proc/self/fd/" + directory.number());
    }

    @Override
    public void close() {
      directory.close();
    }
  }

  @Override
  public Watch watch(Path file) {
    return new HostWatch(calls, calls.open(file.toString(), OpenFlag.O_RDONLY));
  }

  private record HostWatch(FileCalls calls, Fd file) implements Watch {

    private static final int LONGEST = 4096;

    @Override
    public Optional<String> read() {
      byte[] bytes = new byte[LONGEST];
      try {
        int length = calls.pread(file, bytes, 0);
        return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
      } catch (KernelException e) {
        if (e.errno() == Errno.ENODEV) {
          return Optional.empty();
        }
        throw e;
      }
    }

    @Override
    public void await(Duration atMost) {
      calls.poll(List.of(new PollRequest(file, Set.of(PollEvent.POLLPRI))), atMost);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
