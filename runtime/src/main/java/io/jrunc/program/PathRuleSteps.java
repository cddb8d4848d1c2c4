package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.PathRule;

/**
 * Paths that the container may not read, or not write. They come after all mounts, and before
 * pivot_root(2) so that the null device is the host's.
 */
final class PathRuleSteps {
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final ContainerPlan plan;
  private final FilesystemSteps filesystems;
  private final MountSteps mounts;

  PathRuleSteps(
      ProgramBuilder builder, ContainerPlan plan, FilesystemSteps filesystems, MountSteps mounts) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.plan = plan;
    this.filesystems = filesystems;
    this.mounts = mounts;
  }

  void makeReadonly(Operand readonly) {
    for (PathRule rule : plan.readonlyPaths()) {
      b.source(new Source(rule.pointer(), "make " + rule.path() + " read-only where it exists"));
      Label missing = new Label();
      openRulePath(rule, missing);
      paths.copy(Register.TARGET, OpenTreeFlag.AT_RECURSIVE);
      paths.setAttributes(Operand.value(Register.TREE), readonly, /* recursive= */ true);
      paths.attach(Operand.value(Register.TREE));
      paths.close(Register.TREE);
      paths.close(Register.TARGET);
      b.place(missing);
    }
  }

  void mask() {
    if (plan.maskedPaths().isEmpty()) {
      return;
    }
    openNullDevice();
    openEmptyDirectory();
    b.into(Register.IS_EMPTY_USED).move(Operand.number(0));
    for (PathRule rule : plan.maskedPaths()) {
      mask(rule);
    }
    paths.close(Register.NULL_DEVICE);
    paths.close(Register.EMPTY);
  }

  /** Opened once and looked at, since a link could stand in its place (CVE-2025-31133). */
  private void openNullDevice() {
    b.source(new Source("/linux/maskedPaths", "open the null device, which hides files"));
    b.into(Register.NULL_DEVICE)
        .call(
            SyscallNumber.OPENAT,
            HostSteps.CURRENT_DIRECTORY,
            Operand.string("/dev/null"),
            b.flags(O_PATH, O_CLOEXEC),
            Operand.number(0));
    b.call(
        SyscallNumber.STATX,
        Operand.value(Register.NULL_DEVICE),
        Operand.string(""),
        b.flags(AtFlag.AT_EMPTY_PATH),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    DeviceSteps.expect(b, FileType.S_IFCHR, NULL_MAJOR, NULL_MINOR);
  }

  private void openEmptyDirectory() {
    b.source(new Source("/linux/maskedPaths", "make the empty directory that hides directories"));
    filesystems.make(
        Register.EMPTY,
        "tmpfs",
        MountAttr.MOUNT_ATTR_RDONLY,
        MountAttr.MOUNT_ATTR_NOSUID,
        MountAttr.MOUNT_ATTR_NODEV,
        MountAttr.MOUNT_ATTR_NOEXEC);
  }

  /**
   * A file hides a file, and a directory a directory. Which it is must be known beforehand: a copy
   * that can't be mounted costs a wait for all processors when it is closed.
   */
  private void mask(PathRule rule) {
    b.source(new Source(rule.pointer(), "hide " + rule.path() + " where it exists"));
    Label directory = new Label();
    Label masked = new Label();
    Label missing = new Label();
    openRulePath(rule, missing);
    DeviceSteps.ifDirectory(b, Register.TARGET, directory);
    paths.copy(Register.NULL_DEVICE);
    paths.attach(Operand.value(Register.TREE));
    paths.close(Register.TREE);
    b.jump(masked).place(directory);
    coverDirectory();
    b.place(masked);
    paths.close(Register.TARGET);
    b.place(missing);
  }

  /**
   * The first is covered by the empty directory itself, others by copies of it: kernels before 6.15
   * copy only what is mounted somewhere, and to close what isn't costs that wait as well.
   */
  private void coverDirectory() {
    Label first = new Label();
    Label covered = new Label();
    b.ifEqual(0, first).move(Operand.value(Register.IS_EMPTY_USED));
    paths.copy(Register.EMPTY);
    paths.attach(Operand.value(Register.TREE));
    paths.close(Register.TREE);
    b.jump(covered).place(first);
    paths.attach(Operand.value(Register.EMPTY));
    b.into(Register.IS_EMPTY_USED).move(Operand.number(1));
    b.place(covered);
  }

  private void openRulePath(PathRule rule, Label missing) {
    String path = rule.path();
    int slash = path.indexOf('/', 1);
    String top = slash < 0 ? path : path.substring(0, slash);
    Register root = slash < 0 ? Register.ROOT : mounts.keptOn(top);
    b.on(Errno.ENOENT, missing).into(Register.TARGET);
    paths.open(
        root,
        root == Register.ROOT ? path : path.substring(slash),
        RootPaths.Links.FOLLOWED,
        O_PATH,
        O_CLOEXEC);
  }
}
