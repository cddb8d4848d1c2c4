package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_DIRECTORY;
import static io.jrunc.linux.abi.OpenFlag.O_NOFOLLOW;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;

import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.MountFlag;
import io.jrunc.linux.abi.MoveMountFlag;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.linux.abi.UmountFlag;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.Propagation;
import io.jrunc.plan.RootfsPlan;
import io.jrunc.plan.RootfsPlan.RootChange;

/** The container's root: a mount of its own, which in the end is {@code /}. */
final class RootfsSteps {
  private final ProgramBuilder b;
  private final RootPaths paths;
  private final HostTrees trees;
  private final RootfsPlan rootfs;
  private final String cwd;

  /** Hooks look for it at its place in the bundle. */
  private final boolean seenByHooks;

  RootfsSteps(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.trees = new HostTrees(builder, plan);
    this.rootfs = plan.rootfs();
    this.cwd = plan.process().workingDirectory();
    this.seenByHooks = plan.hooks().isPresent() && plan.hooks().get().stopsBeforePivot();
  }

  /** What is mounted from now on must not spread to the host. */
  void open() {
    b.source(new Source("/root/path", "open the root file system " + rootfs.path()));
    if (rootfs.change() == RootChange.CHROOT) {
      b.into(Register.ROOT)
          .call(
              SyscallNumber.OPENAT,
              HostSteps.CURRENT_DIRECTORY,
              Operand.string(rootfs.path()),
              b.flags(O_PATH, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC),
              Operand.number(0));
      return;
    }
    boolean isolated = rootfs.propagation().kind() == Propagation.Kind.PRIVATE;
    MountFlag first = isolated ? MountFlag.MS_PRIVATE : MountFlag.MS_SLAVE;
    propagate("/", first, MountFlag.MS_REC);
    Operand tree = trees.root(rootfs.path());
    if (rootfs.trees() == RootfsPlan.Trees.BY_ENGINE) {
      b.into(Register.ROOT).move(tree);
    }
    paths.setAttributes(
        tree,
        MountSteps.propagation(
            new Propagation(isolated ? Propagation.Kind.PRIVATE : Propagation.Kind.SLAVE, true)),
        true);
    if (seenByHooks) {
      Label hidden = new Label(); // by a directory that root of a user namespace can't enter
      Label placed = new Label();
      b.on(Errno.EACCES, hidden);
      attach(tree, rootfs.path());
      b.jump(placed).place(hidden);
      attach(tree, "/");
      b.place(placed);
    } else {
      attach(tree, "/"); // anywhere: a mount must be somewhere before it can become the root
    }
  }

  private void attach(Operand tree, String path) {
    b.call(
        SyscallNumber.MOVE_MOUNT,
        tree,
        Operand.string(""),
        HostSteps.CURRENT_DIRECTORY,
        Operand.string(path),
        b.flags(MoveMountFlag.MOVE_MOUNT_F_EMPTY_PATH));
  }

  /** The working directory is made while the root can still be written to. */
  void makeWorkingDirectory() {
    if (!cwd.equals("/")) {
      b.source(new Source("/process/cwd", "make the working directory " + cwd));
      paths.makeDirectory(cwd);
      paths.close(Register.TARGET);
    }
  }

  /** Only after everything has been made in it. */
  void makeReadonly(Operand readonly) {
    if (rootfs.readonly()) {
      b.source(new Source("/root/readonly", "make the root file system read-only"));
      paths.setAttributes(Operand.value(Register.ROOT), readonly, /* recursive= */ false);
    }
  }

  /** From here on every path is the container's. */
  void enter() {
    b.source(new Source("/root/path", "make " + rootfs.path() + " the root directory"));
    b.call(SyscallNumber.FCHDIR, Operand.value(Register.ROOT));
    switch (rootfs.change()) {
      case PIVOT -> {
        b.call(SyscallNumber.PIVOT_ROOT, Operand.string("."), Operand.string("."));
        b.call(SyscallNumber.UMOUNT2, Operand.string("."), b.flags(UmountFlag.MNT_DETACH));
      }
      case MOVE -> { // lies over the old root already, unless hooks have seen it elsewhere
        if (seenByHooks) {
          attach(Operand.value(Register.ROOT), "/");
        }
        b.call(SyscallNumber.CHROOT, Operand.string("."));
      }
      case CHROOT -> b.call(SyscallNumber.CHROOT, Operand.string("."));
    }
    b.call(SyscallNumber.CHDIR, Operand.string("/"));
    applyPropagation();
  }

  /** pivot_root(2) refuses a shared root, so this comes after it. */
  private void applyPropagation() {
    Propagation propagation = rootfs.propagation();
    if (propagation.kind() == Propagation.Kind.SLAVE || rootfs.change() == RootChange.CHROOT) {
      return;
    }
    String word = propagation.kind().name().toLowerCase(java.util.Locale.ROOT);
    b.source(new Source("/linux/rootfsPropagation", "make the root mount " + word));
    MountFlag flag = MountSteps.flag(propagation.kind());
    if (propagation.recursive()) {
      propagate("/", flag, MountFlag.MS_REC);
    } else {
      propagate("/", flag);
    }
  }

  private void propagate(String path, MountFlag... flags) {
    b.call(
        SyscallNumber.MOUNT,
        Operand.none(),
        Operand.string(path),
        Operand.none(),
        b.flags(flags),
        Operand.none());
  }
}
