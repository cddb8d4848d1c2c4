package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.Seal;
import io.jrunc.plan.DevicePlan;
import io.jrunc.program.ReportPage;
import io.jrunc.program.Slots;
import io.jrunc.program.Slots.Slot;
import io.jrunc.program.SyscallProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Everything that a trampoline is given, opened with the rights of the engine. */
final class SlotFiles implements AutoCloseable {
  private static final OpenTreeFlag[] DEVICE_ITSELF = {
    OpenTreeFlag.OPEN_TREE_CLONE, OpenTreeFlag.AT_SYMLINK_NOFOLLOW
  };

  private final Kernel kernel;
  private final Optional<MountIdMapper> idMaps;
  private final List<Fd> files = new ArrayList<>();
  private boolean isReportTaken;

  private SlotFiles(Kernel kernel, Optional<MountIdMapper> idMaps) {
    this.kernel = kernel;
    this.idMaps = idMaps;
  }

  /**
   * Opens all slots of a program.
   *
   * @param engine the program's end of the connection to the engine; closed with the slots
   * @param source of what only its caller can open
   */
  static SlotFiles open(
      Kernel kernel,
      Architecture architecture,
      SyscallProgram program,
      Fd engine,
      SlotSource source,
      MountIdMapper idMaps) {
    return new SlotFiles(kernel, Optional.of(idMaps)).open(architecture, program, engine, source);
  }

  /** Opens the slots of a program that has only those which all programs have. */
  static SlotFiles standard(
      Kernel kernel, Architecture architecture, SyscallProgram program, Fd engine) {
    SlotSource none =
        slot -> {
          throw new IllegalArgumentException("nobody opens " + slot.describe());
        };
    return open(kernel, architecture, program, engine, none);
  }

  /** Opens the slots of a program that copies nothing of the host's tree. */
  static SlotFiles open(
      Kernel kernel,
      Architecture architecture,
      SyscallProgram program,
      Fd engine,
      SlotSource source) {
    return new SlotFiles(kernel, Optional.empty()).open(architecture, program, engine, source);
  }

  private SlotFiles open(
      Architecture architecture, SyscallProgram program, Fd engine, SlotSource source) {
    files.add(engine);
    try {
      List<Fd> inOrder = new ArrayList<>();
      for (Slot slot : program.slots().contents()) {
        inOrder.add(fileFor(slot, architecture, program, engine, source));
      }
      files.clear();
      files.addAll(inOrder);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** In the order of the slots. */
  List<Fd> inOrder() {
    return List.copyOf(files);
  }

  /** The report page, which is in the second slot. */
  Fd report() {
    return files.get(Slots.REPORT);
  }

  /** From now on the report page is the caller's to close. */
  Fd takeReport() {
    isReportTaken = true;
    return report();
  }

  @Override
  public void close() {
    for (int i = 0; i < files.size(); i++) {
      if (!isReportTaken || i != Slots.REPORT) {
        files.get(i).close();
      }
    }
  }

  private Fd fileFor(
      Slot slot, Architecture architecture, SyscallProgram program, Fd engine, SlotSource source) {
    if (slot == Slots.Standard.ENGINE) {
      return engine;
    }
    Fd file = open(slot, architecture, program, source);
    files.add(file);
    return file;
  }

  private Fd open(Slot slot, Architecture architecture, SyscallProgram program, SlotSource source) {
    if (slot instanceof Slots.Tree tree) {
      return openTree(tree);
    }
    if (slot instanceof Slots.Root root) {
      return copy(
          "/root/path", root.path(), OpenTreeFlag.AT_RECURSIVE, OpenTreeFlag.AT_SYMLINK_NOFOLLOW);
    }
    if (slot instanceof Slots.NamespaceFile namespace) {
      return openNamespace(namespace);
    }
    if (slot == Slots.Standard.PROGRAM) {
      return programFile(program.encode(architecture));
    }
    if (slot == Slots.Standard.REPORT) {
      return reportPage();
    }
    if (slot instanceof Slots.Device device) {
      return openDevice(device.node());
    }
    if (slot instanceof Slots.Reserved) {
      return kernel.files().open("/dev/null", OpenFlag.O_RDWR); // holds the number until it is used
    }
    return source.open(slot);
  }

  private Fd openTree(Slots.Tree tree) {
    Fd copy =
        tree.recursive()
            ? copy(tree.pointer(), tree.path(), OpenTreeFlag.AT_RECURSIVE)
            : copy(tree.pointer(), tree.path());
    if (tree.idMap().isEmpty()) {
      return copy;
    }
    try {
      idMaps.orElseThrow().map(tree, copy, tree.idMap().get());
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** Where no node can be made, only the host's own can stand for a device. */
  private Fd openDevice(DevicePlan.Node node) {
    String bind = (node.pointer().isEmpty() ? "" : node.pointer() + ": ") + "bind the host's";
    Fd copy;
    try {
      copy = kernel.mounts().openTree(node.path(), DEVICE_ITSELF);
    } catch (KernelException e) {
      throw new OperationException(bind, node.path(), e.errno().toString());
    }
    FileStatus status = kernel.files().statx(copy);
    FileType type = node.type() == DevicePlan.Type.BLOCK ? FileType.S_IFBLK : FileType.S_IFCHR;
    if (status.type() != type
        || status.represents().major() != node.major()
        || status.represents().minor() != node.minor()) {
      copy.close();
      String wanted = "it is not the device " + node.major() + ":" + node.minor();
      throw new OperationException(
          bind, node.path(), wanted + ", and a user namespace can't make one");
    }
    return copy;
  }

  private Fd copy(String pointer, String path, OpenTreeFlag... more) {
    OpenTreeFlag[] flags = Arrays.copyOf(more, more.length + 1);
    flags[more.length] = OpenTreeFlag.OPEN_TREE_CLONE;
    try {
      return kernel.mounts().openTree(path, flags);
    } catch (KernelException e) {
      throw new OperationException(pointer, "copy", e);
    }
  }

  private Fd openNamespace(Slots.NamespaceFile namespace) {
    try {
      return kernel.files().open(namespace.path(), OpenFlag.O_RDONLY);
    } catch (KernelException e) {
      throw new OperationException(namespace.pointer(), "path", e);
    }
  }

  /** Sealed: a process in the container may find it, but never change it. */
  private Fd programFile(byte[] image) {
    Fd memory = kernel.files().memfdCreate("jrunc-program");
    try {
      kernel.files().writeAll(memory, image);
      kernel
          .files()
          .fcntlAddSeals(
              memory, Seal.F_SEAL_SHRINK, Seal.F_SEAL_GROW, Seal.F_SEAL_WRITE, Seal.F_SEAL_SEAL);
      return memory;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** Written by both sides, but nobody can make it shorter than what is mapped. */
  private Fd reportPage() {
    Fd memory = kernel.files().memfdCreate("jrunc-report");
    try {
      kernel.files().ftruncate(memory, ReportPage.SIZE);
      kernel.files().fcntlAddSeals(memory, Seal.F_SEAL_SHRINK, Seal.F_SEAL_GROW, Seal.F_SEAL_SEAL);
      return memory;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }
}
