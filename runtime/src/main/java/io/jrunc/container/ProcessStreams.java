package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.PipeEnds;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The standard streams of one new process: its ends, which are closed here once it has them, and
 * ours.
 */
final class ProcessStreams {
  private static final long UNCHANGED = -1;
  private static final int READABLE_AND_WRITABLE = 0666;

  private final FileCalls files;
  private final Cleaner cleaner;
  private final List<Fd> theirs = new ArrayList<>();
  private final List<Fd> pipes = new ArrayList<>();
  private Optional<SharedFile> stdin = Optional.empty();
  private Optional<SharedFile> stdout = Optional.empty();
  private Optional<SharedFile> stderr = Optional.empty();
  private Optional<SharedFile> terminal = Optional.empty();

  private ProcessStreams(FileCalls files, Cleaner cleaner) {
    this.files = files;
    this.cleaner = cleaner;
  }

  /**
   * Makes pipes and opens files; what was opened is closed if that fails.
   *
   * @param cleaner closes our ends if they are forgotten
   */
  static ProcessStreams open(FileCalls files, Cleaner cleaner, Stdio stdio) {
    ProcessStreams streams = new ProcessStreams(files, cleaner);
    try {
      streams.stdin = streams.connect(0, stdio.stdin(), OpenFlag.O_RDONLY);
      streams.stdout = streams.connect(1, stdio.stdout(), OpenFlag.O_WRONLY);
      streams.stderr = streams.connect(2, stdio.stderr(), OpenFlag.O_WRONLY);
      return streams;
    } catch (RuntimeException e) {
      streams.abandon();
      throw e;
    }
  }

  /** Those of an operation that makes no process. */
  static ProcessStreams none(FileCalls files, Cleaner cleaner) {
    return new ProcessStreams(files, cleaner);
  }

  /** Adds their end of a stream, and gives ours if there is one. */
  private Optional<SharedFile> connect(int number, Redirect redirect, OpenFlag direction) {
    if (redirect.type() == Redirect.Type.INHERIT) {
      theirs.add(Fd.inherited(number));
      return Optional.empty();
    }
    if (redirect.type() == Redirect.Type.PIPE) {
      PipeEnds pipe = files.pipe2();
      pipes.add(number == 0 ? pipe.reader() : pipe.writer());
      theirs.add(number == 0 ? pipe.reader() : pipe.writer());
      return Optional.of(new SharedFile(number == 0 ? pipe.writer() : pipe.reader(), cleaner));
    }
    theirs.add(file(redirect, direction));
    return Optional.empty();
  }

  private Fd file(Redirect redirect, OpenFlag direction) {
    File named = Objects.requireNonNull(redirect.file(), "all other kinds have a file");
    String path = named.getAbsolutePath();
    if (direction == OpenFlag.O_RDONLY) {
      return files.open(path, direction);
    }
    OpenFlag mode = redirect.type() == Redirect.Type.APPEND ? OpenFlag.O_APPEND : OpenFlag.O_TRUNC;
    try (Fd root = files.open("/", OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      return files.openat(root, path, READABLE_AND_WRITABLE, direction, mode, OpenFlag.O_CREAT);
    }
  }

  /** Descriptor 0, 1 and 2 of the process. */
  List<Fd> theirs() {
    return List.copyOf(theirs);
  }

  /**
   * Lets a user open the pipes by path, as programs do that write their log to /dev/stdout. Where
   * we may not, they only can use them.
   */
  void giveTo(long uid) {
    for (Fd pipe : pipes) {
      try {
        files.fchown(pipe, uid, UNCHANGED);
      } catch (KernelException e) {
        if (e.errno() != Errno.EPERM && e.errno() != Errno.EINVAL) {
          throw e;
        }
      }
    }
  }

  /** The process has its ends: they must not be open here, or nobody would see them closed. */
  void handedOver() {
    theirs.forEach(Fd::close);
  }

  /** The process has a terminal in place of all three, whose master this is. */
  void use(Fd master) {
    closeOurs();
    terminal = Optional.of(new SharedFile(master, cleaner));
  }

  /** There is no process. */
  void abandon() {
    handedOver();
    closeOurs();
  }

  /** What is written to the process. Closing that of a terminal doesn't hang it up. */
  OutputStream stdin() {
    if (terminal.isPresent()) {
      return new FileOutput(files, terminal.get(), () -> {});
    }
    return stdin.isPresent()
        ? new FileOutput(files, stdin.get(), stdin.get()::close)
        : closedOutput();
  }

  /** What the process writes. */
  InputStream stdout() {
    return input(terminal.isPresent() ? terminal : stdout);
  }

  /** What the process writes about errors; with a terminal, that is on standard output too. */
  InputStream stderr() {
    return input(terminal.isPresent() ? Optional.empty() : stderr);
  }

  Optional<SharedFile> terminal() {
    return terminal;
  }

  /** Nobody reads any more. */
  void processHasEnded() {
    stdin.ifPresent(SharedFile::close);
  }

  void closeOurs() {
    ours().forEach(SharedFile::close);
  }

  private List<SharedFile> ours() {
    List<SharedFile> ours = new ArrayList<>();
    List.of(stdin, stdout, stderr, terminal).forEach(file -> file.ifPresent(ours::add));
    return ours;
  }

  private InputStream input(Optional<SharedFile> file) {
    Function<SharedFile, InputStream> reading = open -> new FileInput(files, open);
    return file.map(reading).orElseGet(InputStream::nullInputStream);
  }

  private static OutputStream closedOutput() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    try {
      nowhere.close(); // so that writing to it is an error
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nowhere;
  }
}
