package io.jrunc.program;

import static io.jrunc.linux.abi.AtFlag.AT_EMPTY_PATH;
import static io.jrunc.linux.abi.MoveMountFlag.MOVE_MOUNT_F_EMPTY_PATH;
import static io.jrunc.linux.abi.MoveMountFlag.MOVE_MOUNT_T_EMPTY_PATH;
import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;
import static io.jrunc.linux.abi.OpenTreeFlag.OPEN_TREE_CLOEXEC;
import static io.jrunc.linux.abi.OpenTreeFlag.OPEN_TREE_CLONE;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_IN_ROOT;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_MAGICLINKS;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_SYMLINKS;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.ResolveFlag;
import io.jrunc.linux.abi.StatxField;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way to a path inside the container: the kernel resolves it below {@link Register#ROOT}
 * and gives a descriptor (CVE-2021-30465, CVE-2024-45310). Nothing here works on a path twice.
 */
final class RootPaths {
  private static final int OPEN_HOW_SIZE = 24;
  private static final int MOUNT_ATTR_SIZE = 32;
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;
  private static final int TMPFS_MODE = 01777;

  private final ProgramBuilder b;

  RootPaths(ProgramBuilder builder) {
    b = builder;
  }

  /** What may stand on the way to a path. */
  enum Links {
    /** Symbolic links are followed, inside the root. */
    FOLLOWED(RESOLVE_IN_ROOT, RESOLVE_NO_MAGICLINKS),
    /** A symbolic link is an error: /proc, /sys and /dev (CVE-2023-28642, CVE-2026-41579). */
    REFUSED(RESOLVE_IN_ROOT, RESOLVE_NO_SYMLINKS);

    private final ResolveFlag where;
    private final ResolveFlag what;

    Links(ResolveFlag where, ResolveFlag what) {
      this.where = where;
      this.what = what;
    }
  }

  /** The rule for a path: the kernel's own file systems and /dev are never reached by a link. */
  static Links linksFor(String path) {
    return switch (path) {
      case "/proc", "/sys", "/dev" -> Links.REFUSED;
      default -> Links.FOLLOWED;
    };
  }

  /** Opens a path below the root; what the next instruction does on failure is the caller's say. */
  void open(String path, Links links, OpenFlag... flags) {
    open(Register.ROOT, path, links, flags);
  }

  /** Opens a path below another directory, which no link leaves. */
  void open(Register directory, String path, Links links, OpenFlag... flags) {
    b.call(
        SyscallNumber.OPENAT2,
        Operand.value(directory),
        Operand.string(path),
        how(links, flags),
        Operand.number(OPEN_HOW_SIZE));
  }

  /** Opens a path that exists as {@link Register#TARGET}. */
  void target(String path) {
    b.into(Register.TARGET);
    open(path, linksFor(path), O_PATH, O_CLOEXEC);
  }

  /** Opens a directory as {@link Register#TARGET}, and makes it and its parents where missing. */
  void makeDirectory(String path) {
    make(path, true);
  }

  /** Opens a file as {@link Register#TARGET}, and makes it and its parents where missing. */
  void makeFile(String path) {
    make(path, false);
  }

  /**
   * Opens or makes a directory as {@link Register#TARGET}, and keeps its permissions in {@link
   * Register#MODE}: those that a tmpfs has without a mode, for one that has just been made.
   */
  void makeDirectoryAndKeepMode(String path) {
    Label exists = new Label();
    Label missing = new Label();
    b.into(Register.MODE).move(Operand.mode(TMPFS_MODE));
    b.on(Errno.ENOENT, missing);
    target(path);
    b.call(
        SyscallNumber.STATX,
        Operand.value(Register.TARGET),
        Operand.string(""),
        b.flags(AT_EMPTY_PATH),
        b.flags(StatxMask.STATX_MODE),
        ReportPage.at(ReportPage.STATX, "statx"));
    b.into(Register.MODE)
        .load(ReportPage.at(ReportPage.STATX + StatxField.STX_MODE.offset(), "stx_mode"));
    b.jump(exists).place(missing);
    makeMissing(path, true);
    b.place(exists);
  }

  private void make(String path, boolean directory) {
    Label exists = new Label();
    Label missing = new Label();
    b.on(Errno.ENOENT, missing);
    target(path);
    b.jump(exists).place(missing);
    makeMissing(path, directory);
    b.place(exists);
  }

  /** Of a long path mostly only the last name is missing; a short one is not worth looking. */
  private void makeMissing(String path, boolean directory) {
    List<String> names = names(path);
    Label made = new Label();
    if (names.size() > 2) {
      Label more = new Label();
      String parent = "/" + String.join("/", names.subList(0, names.size() - 1));
      b.on(Errno.ENOENT, more).into(Register.PARENT);
      open(parent, linksFor(parent), O_PATH, O_CLOEXEC);
      makeOne(names.get(names.size() - 1), directory);
      target(path);
      close(Register.PARENT);
      b.jump(made).place(more);
    }
    makeAll(names, directory);
    b.place(made);
  }

  private void makeAll(List<String> names, boolean directory) {
    StringBuilder prefix = new StringBuilder();
    b.into(Register.PARENT).move(Operand.value(Register.ROOT));
    for (int i = 0; i < names.size(); i++) {
      prefix.append('/').append(names.get(i));
      makeOne(names.get(i), directory || i < names.size() - 1);
      target(prefix.toString());
      if (i > 0) {
        close(Register.PARENT);
      }
      b.into(Register.PARENT).move(Operand.value(Register.TARGET));
    }
  }

  private void makeOne(String name, boolean directory) {
    if (directory) {
      makeDirectoryIn(Register.PARENT, name);
      return;
    }
    Label there = new Label();
    b.on(Errno.EEXIST, there)
        .call(
            SyscallNumber.MKNODAT,
            Operand.value(Register.PARENT),
            Operand.string(name),
            Operand.named(FileType.S_IFREG.value() | FILE_MODE, "S_IFREG|0644"),
            Operand.number(0));
    b.place(there);
  }

  private void makeDirectoryIn(Register parent, String name) {
    Label there = new Label();
    b.on(Errno.EEXIST, there)
        .call(
            SyscallNumber.MKDIRAT,
            Operand.value(parent),
            Operand.string(name),
            Operand.mode(DIRECTORY_MODE));
    b.place(there);
  }

  /** A copy of the mount at a descriptor as {@link Register#TREE}. */
  void copy(Register from, OpenTreeFlag... more) {
    List<KernelConstant> flags = new ArrayList<>(List.of(more));
    flags.add(OPEN_TREE_CLONE);
    flags.add(OPEN_TREE_CLOEXEC);
    flags.add(OpenTreeFlag.AT_EMPTY_PATH);
    b.into(Register.TREE)
        .call(
            SyscallNumber.OPEN_TREE,
            Operand.value(from),
            Operand.string(""),
            b.flags(flags.toArray(new KernelConstant[0])));
  }

  /** Mounts a detached mount on {@link Register#TARGET}. */
  void attach(Operand tree) {
    b.call(
        SyscallNumber.MOVE_MOUNT,
        tree,
        Operand.string(""),
        Operand.value(Register.TARGET),
        Operand.string(""),
        b.flags(MOVE_MOUNT_F_EMPTY_PATH, MOVE_MOUNT_T_EMPTY_PATH));
  }

  /** Mounts a detached mount on a new directory, in a folder that nobody else changes. */
  void attachIn(Register folder, String name, Operand tree) {
    makeDirectoryIn(folder, name);
    b.call(
        SyscallNumber.MOVE_MOUNT,
        tree,
        Operand.string(""),
        Operand.value(folder),
        Operand.string(name),
        b.flags(MOVE_MOUNT_F_EMPTY_PATH));
  }

  /** Changes a mount, alone or with all below it. */
  void setAttributes(Operand mount, Operand attributes, boolean recursive) {
    Operand flags =
        recursive ? b.flags(AT_EMPTY_PATH, AtFlag.AT_RECURSIVE) : b.flags(AT_EMPTY_PATH);
    b.call(
        SyscallNumber.MOUNT_SETATTR,
        mount,
        Operand.string(""),
        flags,
        attributes,
        Operand.number(MOUNT_ATTR_SIZE));
  }

  void close(Register register) {
    b.call(SyscallNumber.CLOSE, Operand.value(register));
  }

  /** The operand of openat2(2) that says how to open. */
  Operand how(Links links, OpenFlag... flags) {
    return Structs.openHow(b.flags(flags), b.flags(links.where, links.what));
  }

  /** The names between the slashes. */
  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /** The directory part of an absolute path; {@code /} for a name in the root. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** The last name of an absolute path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
