package io.jrunc.linux.jna;

import static io.jrunc.linux.jna.Syscalls.path;

import io.jrunc.linux.Fd;
import io.jrunc.linux.MountCalls;
import io.jrunc.linux.MountChange;
import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MoveMountFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.linux.abi.UmountFlag;

/** Mounts, on system calls. */
final class JnaMountCalls implements MountCalls {

  private static final int MOUNT_ATTR = 32;

  private final Syscalls syscalls;

  JnaMountCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public Fd openTree(String path, OpenTreeFlag... flags) {
    return openTree(Syscalls.workingDirectory(), path, path, flags);
  }

  @Override
  public Fd openTree(Fd directory, String path, OpenTreeFlag... flags) {
    String object = path.isEmpty() ? directory.toString() : path;
    return openTree(directory.number(), path, object, flags);
  }

  private Fd openTree(long directory, String path, String object, OpenTreeFlag... flags) {
    long bits = Flags.bits(flags) | OpenTreeFlag.OPEN_TREE_CLOEXEC.value();
    if (path.isEmpty()) {
      bits |= OpenTreeFlag.AT_EMPTY_PATH.value();
    }
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.OPEN_TREE, path);
      return syscalls.open(SyscallNumber.OPEN_TREE, object, directory, address, bits);
    }
  }

  @Override
  public void mountSetattr(Fd mount, MountChange change) {
    long set = Flags.bits(change.set());
    long flags = AtFlag.AT_EMPTY_PATH.value();
    if (change.userNamespace().isPresent()) {
      set |= MountAttr.MOUNT_ATTR_IDMAP.value();
    }
    if (change.recursive()) {
      flags |= AtFlag.AT_RECURSIVE.value();
    }
    try (Scratch scratch = syscalls.scratch()) {
      long empty = scratch.string("");
      long attributes = scratch.reserve(MOUNT_ATTR);
      scratch.putLong(attributes, set);
      scratch.putLong(attributes + 8, Flags.bits(change.clear()));
      change.propagation().ifPresent(type -> scratch.putLong(attributes + 16, type.value()));
      change
          .userNamespace()
          .ifPresent(namespace -> scratch.putLong(attributes + 24, namespace.number()));
      syscalls.call(
          SyscallNumber.MOUNT_SETATTR,
          mount.toString(),
          mount.number(),
          empty,
          flags,
          attributes,
          MOUNT_ATTR);
    }
  }

  @Override
  public void moveMount(Fd mount, Fd directory, String path) {
    long flags = MoveMountFlag.MOVE_MOUNT_F_EMPTY_PATH.value();
    if (path.isEmpty()) {
      flags |= MoveMountFlag.MOVE_MOUNT_T_EMPTY_PATH.value();
    }
    String object = mount + " to " + (path.isEmpty() ? directory.toString() : path);
    try (Scratch scratch = syscalls.scratch()) {
      long empty = scratch.string("");
      long address = path(scratch, SyscallNumber.MOVE_MOUNT, path);
      syscalls.call(
          SyscallNumber.MOVE_MOUNT,
          object,
          mount.number(),
          empty,
          directory.number(),
          address,
          flags);
    }
  }

  @Override
  public void umount2(String path, UmountFlag... flags) {
    try (Scratch scratch = syscalls.scratch()) {
      long address = path(scratch, SyscallNumber.UMOUNT2, path);
      syscalls.call(SyscallNumber.UMOUNT2, path, address, Flags.bits(flags));
    }
  }
}
