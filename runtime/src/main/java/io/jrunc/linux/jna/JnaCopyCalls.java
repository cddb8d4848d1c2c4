package io.jrunc.linux.jna;

import static io.jrunc.linux.jna.Syscalls.path;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.KernelException;
import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.linux.abi.Whence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Copying of files, on system calls. */
final class JnaCopyCalls implements CopyCalls {
  private static final int BLOCK = 64 * 1024;

  /** XATTR_LIST_MAX and XATTR_SIZE_MAX, with room for a name. */
  private static final int XATTR_MAX = 64 * 1024;

  private static final int ROOM_FOR_NAME = 512;

  /** {@code struct linux_dirent64}: where the length of the record and the name are. */
  private static final int D_RECLEN = 16;

  private static final int D_NAME = 19;

  private final Syscalls syscalls;

  JnaCopyCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public List<String> getdents64(Fd directory) {
    List<String> names = new ArrayList<>();
    try (Scratch scratch = syscalls.scratch(BLOCK)) {
      long buffer = scratch.reserve(BLOCK);
      for (long end = read(directory, buffer); end > 0; end = read(directory, buffer)) {
        for (long at = buffer; at < buffer + end; at += scratch.getShort(at + D_RECLEN)) {
          String name = name(scratch, at);
          if (!name.equals(".") && !name.equals("..")) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  private long read(Fd directory, long buffer) {
    return syscalls.call(
        SyscallNumber.GETDENTS64, directory.toString(), directory.number(), buffer, BLOCK);
  }

  private static String name(Scratch scratch, long record) {
    byte[] rest = scratch.getBytes(record + D_NAME, scratch.getShort(record + D_RECLEN) - D_NAME);
    int length = 0;
    while (length < rest.length && rest[length] != 0) {
      length++;
    }
    return new String(rest, 0, length, UTF_8);
  }

  @Override
  public void mknodat(Fd directory, String path, FileType type, int mode) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.MKNODAT, path);
      syscalls.call(
          SyscallNumber.MKNODAT, path, directory.number(), address, type.value() | mode, 0);
    }
  }

  @Override
  public OptionalLong lseek(Fd fd, long offset, Whence whence) {
    long result = syscalls.tryCall(SyscallNumber.LSEEK, fd.number(), offset, whence.value());
    if (result == -Errno.ENXIO.number()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Syscalls.check(SyscallNumber.LSEEK, fd.toString(), result));
  }

  @Override
  public long sendfile(Fd out, Fd in, long count) {
    return syscalls.call(
        SyscallNumber.SENDFILE, in.toString(), out.number(), in.number(), 0, count);
  }

  @Override
  public List<String> flistxattr(Fd fd) {
    List<String> names = new ArrayList<>();
    try (Scratch scratch = syscalls.scratch(XATTR_MAX)) {
      long list = scratch.reserve(XATTR_MAX);
      long length = syscalls.tryCall(SyscallNumber.FLISTXATTR, fd.number(), list, XATTR_MAX);
      if (length == -Errno.EOPNOTSUPP.number()) {
        return names;
      }
      Syscalls.check(SyscallNumber.FLISTXATTR, fd.toString(), length);
      String all = new String(scratch.getBytes(list, (int) length), UTF_8);
      for (String name : all.split("\0", -1)) {
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  @Override
  public byte[] fgetxattr(Fd fd, String name) {
    try (Scratch scratch = syscalls.scratch(XATTR_MAX + ROOM_FOR_NAME)) {
      long value = scratch.reserve(XATTR_MAX);
      long length =
          syscalls.call(
              SyscallNumber.FGETXATTR,
              fd + " " + name,
              fd.number(),
              scratch.string(name),
              value,
              XATTR_MAX);
      return scratch.getBytes(value, (int) length);
    }
  }

  @Override
  public void fsetxattr(Fd fd, String name, byte[] value) {
    try (Scratch scratch = syscalls.scratch(value.length + 2 * ROOM_FOR_NAME)) {
      syscalls.call(
          SyscallNumber.FSETXATTR,
          fd + " " + name,
          fd.number(),
          scratch.string(name),
          scratch.bytes(value),
          value.length,
          0);
    }
  }

  /** The group comes first: only a privileged user can change it. Errors show in the ids alone. */
  @Override
  public void setfsids(long uid, long gid) {
    syscalls.tryCall(SyscallNumber.SETFSGID, gid);
    syscalls.tryCall(SyscallNumber.SETFSUID, uid);
    check(SyscallNumber.SETFSGID, gid);
    check(SyscallNumber.SETFSUID, uid);
  }

  /** An id that doesn't exist changes nothing, and the answer is the id that was there before. */
  private void check(SyscallNumber call, long id) {
    long now = syscalls.tryCall(call, -1) & 0xffff_ffffL;
    if (now != id) {
      throw new KernelException(call.callName(), Long.toString(id), Errno.EPERM);
    }
  }
}
