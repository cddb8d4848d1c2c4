package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_DIRECTORY;
import static io.jrunc.linux.abi.OpenFlag.O_PATH;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.DeviceNumber;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.StatxField;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.DevicePlan;
import io.jrunc.plan.DevicePlan.Node;
import java.util.List;
import java.util.Locale;

/** The nodes and links in /dev, and nodes elsewhere. */
final class DeviceSteps {
  private static final String DEV = "/dev";
  private static final int PERMISSIONS = 07777;

  /** config-linux.md, "/dev symbolic links"; core is what programs expect beside them. */
  private static final List<String[]> LINKS =
      List.of(
          new String[] {"fd", "/proc/self/fd"},
          new String[] {"stdin", "/proc/self/fd/0"},
          new String[] {"stdout", "/proc/self/fd/1"},
          new String[] {"stderr", "/proc/self/fd/2"},
          new String[] {"core", "/proc/kcore"});

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final HostTrees trees;
  private final DevicePlan devices;

  DeviceSteps(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.trees = new HostTrees(builder, plan);
    this.devices = plan.devices();
  }

  /** Nodes come before links, since a link never replaces a node. */
  void makeAll() {
    if (devices.own()) {
      openDev();
    }
    for (Node node : devices.nodes()) {
      makeNode(node);
    }
    if (devices.own()) {
      makeLinks();
    }
  }

  private void openDev() {
    b.always("open the container's /dev");
    Label missing = new Label();
    Label opened = new Label();
    b.on(Errno.ENOENT, missing);
    openDirectory();
    b.jump(opened).place(missing);
    paths.makeDirectory(DEV);
    paths.close(Register.TARGET);
    openDirectory();
    b.place(opened);
  }

  private void openDirectory() {
    b.into(Register.DEV);
    paths.open(DEV, RootPaths.Links.REFUSED, O_PATH, O_DIRECTORY, O_CLOEXEC);
  }

  private void makeNode(Node node) {
    b.source(new Source(node.pointer(), "make the device " + node.path()));
    boolean inDev = devices.own() && RootPaths.parent(node.path()).equals(DEV);
    if (devices.boundFromHost() && node.type() != DevicePlan.Type.FIFO) {
      Operand tree = trees.device(node);
      paths.makeFile(node.path());
      paths.attach(tree);
      b.call(SyscallNumber.CLOSE, tree);
      paths.close(Register.TARGET);
    } else if (inDev) {
      makeNode(node, Register.DEV);
    } else {
      paths.makeDirectory(RootPaths.parent(node.path()));
      makeNode(node, Register.TARGET);
      paths.close(Register.TARGET);
    }
  }

  private void makeNode(Node node, Register directory) {
    Label exists = new Label();
    Label made = new Label();
    Operand name = Operand.string(RootPaths.name(node.path()));
    b.on(Errno.EEXIST, exists)
        .call(
            SyscallNumber.MKNODAT,
            Operand.value(directory),
            name,
            mode(node),
            new Operand.Constant(
                new DeviceNumber(node.major(), node.minor()).dev(),
                node.major() + ":" + node.minor()));
    b.call(
        SyscallNumber.FCHOWNAT,
        Operand.value(directory),
        name,
        Operand.number(node.uid()),
        Operand.number(node.gid()),
        b.flags(AtFlag.AT_SYMLINK_NOFOLLOW));
    b.jump(made).place(exists);
    mustBeTheSame(node, directory, name);
    b.place(made);
  }

  /** config-linux.md: a file that exists and isn't this device is an error. */
  private void mustBeTheSame(Node node, Register directory, Operand name) {
    String numbers = node.major() + ":" + node.minor();
    String type = node.type().name().toLowerCase(Locale.ROOT);
    String why = node.path() + " exists, and must be the " + type + " device " + numbers;
    b.source(new Source(node.pointer(), why));
    b.call(
        SyscallNumber.STATX,
        Operand.value(directory),
        name,
        b.flags(AtFlag.AT_SYMLINK_NOFOLLOW),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    expect(b, fileType(node), node.major(), node.minor());
  }

  /** Goes on only when statx(2) has just found this very device. */
  static void expect(ProgramBuilder b, FileType type, int major, int minor) {
    b.into(Register.LOADED)
        .mustBe(type.value())
        .load(
            ReportPage.at(ReportPage.STATX + StatxField.STX_MODE.offset(), "stx_mode"),
            Operand.mode(PERMISSIONS));
    expect(b, StatxField.STX_RDEV_MAJOR, major);
    expect(b, StatxField.STX_RDEV_MINOR, minor);
  }

  /** Goes on at the label if what is open is a directory. */
  static void ifDirectory(ProgramBuilder b, Register file, Label directory) {
    b.call(
        SyscallNumber.STATX,
        Operand.value(file),
        Operand.string(""),
        b.flags(AtFlag.AT_EMPTY_PATH),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    b.into(Register.LOADED)
        .ifEqual(FileType.S_IFDIR.value(), directory)
        .load(
            ReportPage.at(ReportPage.STATX + StatxField.STX_MODE.offset(), "stx_mode"),
            Operand.mode(PERMISSIONS));
  }

  private static void expect(ProgramBuilder b, StatxField field, int value) {
    b.into(Register.LOADED)
        .mustBe(value)
        .load(
            ReportPage.at(
                ReportPage.STATX + field.offset(), field.name().toLowerCase(Locale.ROOT)));
  }

  private void makeLinks() {
    b.always("make the links that every /dev has");
    for (String[] link : LINKS) {
      Label there = new Label();
      b.on(Errno.EEXIST, there);
      link(link[0], link[1]);
      b.place(there);
    }
    b.orGoOn()
        .call(
            SyscallNumber.UNLINKAT, Operand.value(Register.DEV), Operand.string("ptmx"), b.flags());
    Label there = new Label();
    b.on(Errno.EEXIST, there);
    link("ptmx", "pts/ptmx");
    b.place(there);
  }

  private void link(String name, String target) {
    b.call(
        SyscallNumber.SYMLINKAT,
        Operand.string(target),
        Operand.value(Register.DEV),
        Operand.string(name));
  }

  static FileType fileType(Node node) {
    return switch (node.type()) {
      case CHARACTER -> FileType.S_IFCHR;
      case BLOCK -> FileType.S_IFBLK;
      case FIFO -> FileType.S_IFIFO;
    };
  }

  private static Operand mode(Node node) {
    FileType type = fileType(node);
    String text = type.name() + "|0" + Integer.toOctalString(node.mode());
    return Operand.named(type.value() | node.mode(), text);
  }
}
