package io.jrunc.linux.jna;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Pid;
import io.jrunc.linux.Spawn;
import io.jrunc.linux.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * posix_spawn(3), of glibc or musl, with descriptors at given numbers.
 *
 * <p>The child's numbers may be in use here, even for what goes to another of them. So what is
 * below their end is first copied above it; then no dup2 in the child overwrites what a later one
 * needs.
 */
final class PosixSpawn {

  /** More than {@code posix_spawn_file_actions_t} and {@code posix_spawnattr_t} need anywhere. */
  private static final int OPAQUE = 1024;

  private static final int SIGSET = 128;
  private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;

  private final Syscalls syscalls;
  private final FileCalls files;

  PosixSpawn(Syscalls syscalls, FileCalls files) {
    this.syscalls = syscalls;
    this.files = files;
  }

  Pid start(Spawn spawn) {
    int end = spawn.firstSlot() + spawn.slots().size();
    List<Fd> copies = new ArrayList<>();
    try {
      Fd executable = above(end, spawn.executable(), copies);
      List<Fd> sources = new ArrayList<>();
      for (Fd slot : spawn.slots()) {
        sources.add(above(end, slot, copies));
      }
      return start(spawn, executable, sources);
    } finally {
      copies.forEach(Fd::close);
    }
  }

  private Fd above(int end, Fd fd, List<Fd> copies) {
    if (fd.number() >= end) {
      return fd;
    }
    Fd copy = files.fcntlDupfd(fd, end);
    copies.add(copy);
    return copy;
  }

  private Pid start(Spawn spawn, Fd executable, List<Fd> sources) {
    int size = Scratch.size(spawn.arguments()) + Scratch.size(spawn.environment());
    try (Scratch scratch = syscalls.scratch(size + 2 * OPAQUE + 2 * SIGSET + 256)) {
      long actions = scratch.reserve(OPAQUE);
      long attributes = scratch.reserve(OPAQUE);
      check(spawn, syscalls.libc().fileActionsInit(actions));
      try {
        check(spawn, syscalls.libc().attributesInit(attributes));
        try {
          placeDescriptors(spawn, sources, actions);
          resetSignals(spawn, scratch, attributes);
          return start(spawn, executable, scratch, actions, attributes);
        } finally {
          syscalls.libc().attributesDestroy(attributes);
        }
      } finally {
        syscalls.libc().fileActionsDestroy(actions);
      }
    }
  }

  private void placeDescriptors(Spawn spawn, List<Fd> sources, long actions) {
    for (int i = 0; i < sources.size(); i++) {
      int from = sources.get(i).number();
      check(spawn, syscalls.libc().fileActionsAddDup2(actions, from, spawn.firstSlot() + i));
    }
  }

  /** All signals get their default action, also 32 and 33, which glibc has ignored otherwise. */
  private void resetSignals(Spawn spawn, Scratch scratch, long attributes) {
    Libc libc = syscalls.libc();
    long all = scratch.reserve(SIGSET);
    scratch.putLong(all, -1);
    check(spawn, libc.attributesSetSignalDefaults(attributes, all));
    long blocked = scratch.reserve(SIGSET);
    scratch.putLong(blocked, spawn.blocked().bits());
    check(spawn, libc.attributesSetSignalMask(attributes, blocked));
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    check(spawn, libc.attributesSetFlags(attributes, flags));
  }

  private Pid start(Spawn spawn, Fd executable, Scratch scratch, long actions, long attributes) {
    long pid = scratch.reserve(4);
    long path = scratch.string(executable.path());
    long arguments = scratch.strings(spawn.arguments());
    long environment = scratch.strings(spawn.environment());
    check(
        spawn, syscalls.libc().posixSpawn(pid, path, actions, attributes, arguments, environment));
    return new Pid(scratch.getInt(pid));
  }

  private static void check(Spawn spawn, int error) {
    if (error != 0) {
      throw new KernelException("posix_spawn", spawn.executable().toString(), Errno.of(error));
    }
  }
}
