package io.jrunc.linux.jna;

import static io.jrunc.linux.jna.Syscalls.path;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.PipeEnds;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.DeviceNumber;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FcntlCommand;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.LockOperation;
import io.jrunc.linux.abi.MemfdFlag;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Seal;
import io.jrunc.linux.abi.StatxField;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Files, on system calls. */
final class JnaFileCalls implements FileCalls {

  /** How often openat2 is tried again after EAGAIN. */
  private static final int RETRIES = 128;

  private static final int OPEN_HOW = 24;
  private static final int STATFS = 120;
  private static final int POLLFD = 8;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int EPOLL_EVENT = 16; // of the larger architecture
  private static final int EPOLL_EVENTS = 64;
  private static final int TIMESPEC = 16;
  private static final int PATH_MAX = 4096;
  private static final int PAGE = 4096;
  private static final int BLOCK = 64 * 1024;

  private final Syscalls syscalls;

  JnaFileCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public Fd open(String path, OpenFlag... flags) {
    return openat(Syscalls.workingDirectory(), path, 0, flags);
  }

  @Override
  public Fd openat(Fd directory, String path, OpenFlag... flags) {
    return openat(directory.number(), path, 0, flags);
  }

  @Override
  public Fd openat(Fd directory, String path, int mode, OpenFlag... flags) {
    return openat(directory.number(), path, mode, flags);
  }

  private Fd openat(long directory, String path, int mode, OpenFlag... flags) {
    long bits = Flags.bits(syscalls.architecture(), flags) | closeOnExec();
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.OPENAT, path);
      return syscalls.open(SyscallNumber.OPENAT, path, directory, address, bits, mode);
    }
  }

  @Override
  public Fd openat2(Fd directory, String path, OpenHow how) {
    return opened(path, tryOpenat2(directory, path, how));
  }

  @Override
  public Optional<Fd> openat2IfThere(Fd directory, String path, OpenHow how) {
    long result = tryOpenat2(directory, path, how);
    return result == -Errno.ENOENT.number() ? Optional.empty() : Optional.of(opened(path, result));
  }

  private Fd opened(String path, long result) {
    return syscalls.fd(Syscalls.check(SyscallNumber.OPENAT2, path, result), path);
  }

  private long tryOpenat2(Fd directory, String path, OpenHow how) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.OPENAT2, path);
      long structure = scratch.reserve(OPEN_HOW);
      scratch.putLong(structure, Flags.bits(syscalls.architecture(), how.flags()) | closeOnExec());
      scratch.putLong(structure + 8, how.mode());
      scratch.putLong(structure + 16, Flags.bits(how.resolve()));
      long result = -Errno.EAGAIN.number();
      for (int i = 0; i <= RETRIES && result == -Errno.EAGAIN.number(); i++) {
        result =
            syscalls.tryCall(
                SyscallNumber.OPENAT2, directory.number(), address, structure, OPEN_HOW);
      }
      return result;
    }
  }

  @Override
  public Fd fcntlDupfd(Fd fd, int minimum) {
    return syscalls.open(
        SyscallNumber.FCNTL,
        fd.toString(),
        fd.number(),
        FcntlCommand.F_DUPFD_CLOEXEC.value(),
        minimum);
  }

  @Override
  public int read(Fd fd, byte[] into) {
    try (Scratch scratch = syscalls.scratch(into.length)) {
      long address = scratch.reserve(into.length);
      int count =
          (int) syscalls.call(SyscallNumber.READ, fd.toString(), fd.number(), address, into.length);
      scratch.get(address, into, count);
      return count;
    }
  }

  @Override
  public int pread(Fd fd, byte[] into, long offset) {
    try (Scratch scratch = syscalls.scratch(into.length)) {
      long address = scratch.reserve(into.length);
      int count =
          (int)
              syscalls.call(
                  SyscallNumber.PREAD64, fd.toString(), fd.number(), address, into.length, offset);
      scratch.get(address, into, count);
      return count;
    }
  }

  @Override
  public byte[] readAll(Fd fd) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] block = new byte[Scratch.SIZE];
    for (int count = read(fd, block); count > 0; count = read(fd, block)) {
      all.write(block, 0, count);
    }
    return all.toByteArray();
  }

  @Override
  public Optional<byte[]> readIfThere(String path) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.OPENAT, path);
      long cwd = Syscalls.workingDirectory();
      long opened = syscalls.tryCall(SyscallNumber.OPENAT, cwd, address, closeOnExec(), 0);
      if (isGone(opened)) {
        return Optional.empty();
      }
      try (Fd fd = syscalls.fd(Syscalls.check(SyscallNumber.OPENAT, path, opened), path)) {
        return readIfThere(fd, scratch);
      }
    }
  }

  private Optional<byte[]> readIfThere(Fd fd, Scratch scratch) {
    long buffer = scratch.reserve(PAGE);
    byte[] all = new byte[0];
    while (true) {
      long count = syscalls.tryCall(SyscallNumber.READ, fd.number(), buffer, PAGE);
      if (isGone(count)) {
        return Optional.empty();
      }
      if (Syscalls.check(SyscallNumber.READ, fd.toString(), count) == 0) {
        return Optional.of(all);
      }
      byte[] read = scratch.getBytes(buffer, (int) count);
      byte[] longer = Arrays.copyOf(all, all.length + read.length);
      System.arraycopy(read, 0, longer, all.length, read.length);
      all = longer;
    }
  }

  private static boolean isGone(long result) {
    return result == -Errno.ENOENT.number() || result == -Errno.ENODEV.number();
  }

  @Override
  public int write(Fd fd, byte[] bytes) {
    try (Scratch scratch = syscalls.scratch(bytes.length)) {
      long address = scratch.bytes(bytes);
      return (int)
          syscalls.call(SyscallNumber.WRITE, fd.toString(), fd.number(), address, bytes.length);
    }
  }

  @Override
  public void writeAll(Fd fd, byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      int end = Math.min(bytes.length, done + BLOCK);
      boolean isAll = end - done == bytes.length;
      done += write(fd, isAll ? bytes : Arrays.copyOfRange(bytes, done, end));
    }
  }

  @Override
  public int pwrite(Fd fd, byte[] bytes, long offset) {
    try (Scratch scratch = syscalls.scratch(bytes.length)) {
      long address = scratch.bytes(bytes);
      return (int)
          syscalls.call(
              SyscallNumber.PWRITE64, fd.toString(), fd.number(), address, bytes.length, offset);
    }
  }

  @Override
  public void ftruncate(Fd fd, long bytes) {
    syscalls.call(SyscallNumber.FTRUNCATE, fd.toString(), fd.number(), bytes);
  }

  @Override
  public Fd memfdCreateExecutable(String name) {
    try {
      return memfdCreate(name, MemfdFlag.MFD_EXEC);
    } catch (KernelException e) {
      if (e.errno() != Errno.EACCES) {
        throw e;
      }
      OperationException forbidden =
          new OperationException(
              "memfd_create",
              name,
              "the sysctl vm.memfd_noexec=2 forbids executable memory files; set it to 0 or 1");
      forbidden.addSuppressed(e);
      throw forbidden;
    }
  }

  @Override
  public Fd memfdCreate(String name) {
    return memfdCreate(name, MemfdFlag.MFD_NOEXEC_SEAL);
  }

  /** Kernels before 6.3 know neither flag. */
  private Fd memfdCreate(String name, MemfdFlag since63) {
    long flags = Flags.bits(MemfdFlag.MFD_CLOEXEC, MemfdFlag.MFD_ALLOW_SEALING);
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.MEMFD_CREATE, name);
      long result = syscalls.tryCall(SyscallNumber.MEMFD_CREATE, address, flags | since63.value());
      if (result == -Errno.EINVAL.number()) {
        result = syscalls.tryCall(SyscallNumber.MEMFD_CREATE, address, flags);
      }
      return syscalls.fd(Syscalls.check(SyscallNumber.MEMFD_CREATE, name, result), name);
    }
  }

  @Override
  public Fd eventfd() {
    long flags = closeOnExec() | OpenFlag.O_NONBLOCK.value(syscalls.architecture());
    return syscalls.open(SyscallNumber.EVENTFD2, "eventfd", 0, flags);
  }

  @Override
  public Fd epollCreate() {
    return syscalls.open(SyscallNumber.EPOLL_CREATE1, "epoll", closeOnExec());
  }

  @Override
  public void epollAdd(Fd set, Fd file, int key) {
    try (Scratch scratch = syscalls.scratch()) {
      long event = scratch.reserve(EPOLL_EVENT);
      scratch.putInt(event, EPOLLIN | EPOLLONESHOT);
      scratch.putInt(event + epollData(), key);
      syscalls.call(
          SyscallNumber.EPOLL_CTL,
          file.toString(),
          set.number(),
          EPOLL_CTL_ADD,
          file.number(),
          event);
    }
  }

  @Override
  public List<Integer> epollReady(Fd set) {
    try (Scratch scratch = syscalls.scratch()) {
      long events = scratch.reserve(EPOLL_EVENT * EPOLL_EVENTS);
      long count =
          syscalls.call(SyscallNumber.EPOLL_PWAIT, "", set.number(), events, EPOLL_EVENTS, 0, 0, 0);
      List<Integer> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(scratch.getInt(events + (long) i * (epollData() + Long.BYTES) + epollData()));
      }
      return keys;
    }
  }

  /** Where the key is in struct epoll_event, which has no gap on x86-64. */
  private int epollData() {
    return syscalls.architecture() == Architecture.X86_64 ? Integer.BYTES : Long.BYTES;
  }

  @Override
  public PipeEnds pipe2() {
    try (Scratch scratch = syscalls.scratch()) {
      long pair = scratch.reserve(8);
      syscalls.call(SyscallNumber.PIPE2, "", pair, closeOnExec());
      return new PipeEnds(
          syscalls.fd(scratch.getInt(pair), "pipe"), syscalls.fd(scratch.getInt(pair + 4), "pipe"));
    }
  }

  @Override
  public void fcntlAddSeals(Fd fd, Seal... seals) {
    long bits = Flags.bits(seals);
    syscalls.call(
        SyscallNumber.FCNTL, fd.toString(), fd.number(), FcntlCommand.F_ADD_SEALS.value(), bits);
  }

  @Override
  public Set<Seal> fcntlGetSeals(Fd fd) {
    long bits =
        syscalls.call(
            SyscallNumber.FCNTL, fd.toString(), fd.number(), FcntlCommand.F_GET_SEALS.value());
    Set<Seal> seals = EnumSet.noneOf(Seal.class);
    for (Seal seal : Seal.values()) {
      if ((bits & seal.value()) != 0) {
        seals.add(seal);
      }
    }
    return seals;
  }

  @Override
  public FileStatus statx(Fd fd) {
    return statx(fd.number(), "", fd.toString(), AtFlag.AT_EMPTY_PATH.value());
  }

  @Override
  public FileStatus statx(String path) {
    return statx(Syscalls.workingDirectory(), path, path, 0);
  }

  @Override
  public FileStatus statx(Fd directory, String path) {
    return statx(directory.number(), path, path, AtFlag.AT_SYMLINK_NOFOLLOW.value());
  }

  private FileStatus statx(long directory, String path, String object, long flags) {
    long mask =
        Flags.bits(
            StatxMask.STATX_TYPE,
            StatxMask.STATX_MODE,
            StatxMask.STATX_UID,
            StatxMask.STATX_GID,
            StatxMask.STATX_MTIME,
            StatxMask.STATX_INO,
            StatxMask.STATX_SIZE,
            StatxMask.STATX_MNT_ID);
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.STATX, path);
      long statx = scratch.reserve(StatxField.SIZE);
      syscalls.call(SyscallNumber.STATX, object, directory, address, flags, mask, statx);
      return fileStatus(scratch, statx);
    }
  }

  private static FileStatus fileStatus(Scratch scratch, long statx) {
    int mode = scratch.getShort(statx + StatxField.STX_MODE.offset());
    return new FileStatus(
        fileType(mode),
        mode & 07777,
        scratch.getUnsigned(statx + StatxField.STX_UID.offset()),
        scratch.getUnsigned(statx + StatxField.STX_GID.offset()),
        scratch.getLong(statx + StatxField.STX_SIZE.offset()),
        device(scratch, statx, StatxField.STX_RDEV_MAJOR, StatxField.STX_RDEV_MINOR),
        device(scratch, statx, StatxField.STX_DEV_MAJOR, StatxField.STX_DEV_MINOR),
        scratch.getLong(statx + StatxField.STX_INO.offset()),
        nanoseconds(scratch, statx + StatxField.STX_MTIME.offset()),
        scratch.getLong(statx + StatxField.STX_MNT_ID.offset()));
  }

  private static long nanoseconds(Scratch scratch, long time) {
    long seconds = scratch.getLong(time);
    return TimeUnit.SECONDS.toNanos(seconds) + scratch.getUnsigned(time + Long.BYTES);
  }

  private static DeviceNumber device(
      Scratch scratch, long statx, StatxField major, StatxField minor) {
    return new DeviceNumber(
        scratch.getInt(statx + major.offset()), scratch.getInt(statx + minor.offset()));
  }

  private static FileType fileType(int mode) {
    for (FileType type : FileType.values()) {
      if (type.value() == (mode & FileType.MASK)) {
        return type;
      }
    }
    throw new OperationException("statx", "", "unknown file type in mode " + mode);
  }

  @Override
  public long fstatfsType(Fd fd) {
    try (Scratch scratch = syscalls.scratch()) {
      long statfs = scratch.reserve(STATFS);
      syscalls.call(SyscallNumber.FSTATFS, fd.toString(), fd.number(), statfs);
      return scratch.getUnsigned(statfs);
    }
  }

  @Override
  public void flock(Fd fd, LockOperation operation) {
    syscalls.call(SyscallNumber.FLOCK, fd.toString(), fd.number(), operation.value());
  }

  @Override
  public boolean tryFlock(Fd fd, LockOperation operation) {
    long bits = Flags.bits(operation, LockOperation.LOCK_NB);
    long result = syscalls.tryCall(SyscallNumber.FLOCK, fd.number(), bits);
    if (result == -Errno.EAGAIN.number()) {
      return false;
    }
    Syscalls.check(SyscallNumber.FLOCK, fd.toString(), result);
    return true;
  }

  @Override
  public void mkdirat(Fd directory, String path, int mode) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.MKDIRAT, path);
      syscalls.call(SyscallNumber.MKDIRAT, path, directory.number(), address, mode);
    }
  }

  @Override
  public boolean mkdirIfMissing(String path, int mode) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.MKDIRAT, path);
      long cwd = Syscalls.workingDirectory();
      long result = syscalls.tryCall(SyscallNumber.MKDIRAT, cwd, address, mode);
      if (result == -Errno.EEXIST.number()) {
        return false;
      }
      Syscalls.check(SyscallNumber.MKDIRAT, path, result);
      return true;
    }
  }

  @Override
  public void rmdir(String path) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.UNLINKAT, path);
      long cwd = Syscalls.workingDirectory();
      syscalls.call(SyscallNumber.UNLINKAT, path, cwd, address, AtFlag.AT_REMOVEDIR.value());
    }
  }

  @Override
  public void unlinkat(Fd directory, String path) {
    unlinkat(directory, path, 0);
  }

  @Override
  public void rmdirat(Fd directory, String path) {
    unlinkat(directory, path, AtFlag.AT_REMOVEDIR.value());
  }

  private void unlinkat(Fd directory, String path, long flags) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.UNLINKAT, path);
      syscalls.call(SyscallNumber.UNLINKAT, path, directory.number(), address, flags);
    }
  }

  @Override
  public void renameat(Fd oldDirectory, String oldPath, Fd newDirectory, String newPath) {
    try (Scratch scratch = syscalls.scratch()) {
      long from = path(scratch, SyscallNumber.RENAMEAT2, oldPath);
      long to = path(scratch, SyscallNumber.RENAMEAT2, newPath);
      syscalls.call(
          SyscallNumber.RENAMEAT2,
          oldPath + " to " + newPath,
          oldDirectory.number(),
          from,
          newDirectory.number(),
          to);
    }
  }

  @Override
  public void symlinkat(String target, Fd directory, String path) {
    try (Scratch scratch = syscalls.scratch()) {
      long from = path(scratch, SyscallNumber.SYMLINKAT, target);
      long to = path(scratch, SyscallNumber.SYMLINKAT, path);
      syscalls.call(SyscallNumber.SYMLINKAT, path, from, directory.number(), to);
    }
  }

  @Override
  public String readlinkat(Fd directory, String path) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.READLINKAT, path);
      long target = scratch.reserve(PATH_MAX);
      long length =
          syscalls.call(
              SyscallNumber.READLINKAT, path, directory.number(), address, target, PATH_MAX);
      return new String(scratch.getBytes(target, (int) length), UTF_8);
    }
  }

  @Override
  public void fchmod(Fd fd, int mode) {
    syscalls.call(SyscallNumber.FCHMOD, fd.toString(), fd.number(), mode);
  }

  @Override
  public void fchown(Fd fd, long uid, long gid) {
    syscalls.call(SyscallNumber.FCHOWN, fd.toString(), fd.number(), uid, gid);
  }

  @Override
  public void fchownat(Fd directory, String path, long uid, long gid) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.FCHOWNAT, path);
      syscalls.call(
          SyscallNumber.FCHOWNAT,
          path,
          directory.number(),
          address,
          uid,
          gid,
          AtFlag.AT_SYMLINK_NOFOLLOW.value());
    }
  }

  @Override
  public List<Set<PollEvent>> poll(List<PollRequest> requests) {
    try (Scratch scratch = syscalls.scratch(requests.size() * POLLFD)) {
      return poll(requests, scratch, 0);
    }
  }

  @Override
  public List<Set<PollEvent>> poll(List<PollRequest> requests, Duration atMost) {
    try (Scratch scratch = syscalls.scratch(requests.size() * POLLFD + TIMESPEC)) {
      // the kernel puts the time that is left there, so that an interrupted call goes on with it
      long time = scratch.reserve(TIMESPEC);
      if (!atMost.isNegative()) {
        scratch.putLong(time, atMost.getSeconds());
        scratch.putLong(time + 8, atMost.getNano());
      }
      return poll(requests, scratch, time);
    }
  }

  private List<Set<PollEvent>> poll(List<PollRequest> requests, Scratch scratch, long time) {
    long files = scratch.reserve(requests.size() * POLLFD);
    for (int i = 0; i < requests.size(); i++) {
      long file = files + (long) i * POLLFD;
      scratch.putInt(file, requests.get(i).fd().number());
      scratch.putShort(file + 4, (int) Flags.bits(requests.get(i).events()));
    }
    syscalls.call(SyscallNumber.PPOLL, "", files, requests.size(), time, 0, 0);
    List<Set<PollEvent>> answers = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      answers.add(events(scratch.getShort(files + (long) i * POLLFD + 6)));
    }
    return answers;
  }

  private static Set<PollEvent> events(int bits) {
    if (bits == 0) {
      return Set.of();
    }
    Set<PollEvent> events = EnumSet.noneOf(PollEvent.class);
    for (PollEvent event : PollEvent.values()) {
      if ((bits & event.value()) != 0) {
        events.add(event);
      }
    }
    return events;
  }

  private long closeOnExec() {
    return OpenFlag.O_CLOEXEC.value(syscalls.architecture());
  }
}
