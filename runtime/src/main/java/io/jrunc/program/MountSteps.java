package io.jrunc.program;

import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_NOATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_RDONLY;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_RELATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR_STRICTATIME;
import static io.jrunc.linux.abi.MountAttr.MOUNT_ATTR__ATIME;

import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.MountAttributes;
import io.jrunc.plan.MountPlan;
import io.jrunc.plan.Propagation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mounts of config.json, in their order. Everything is made detached and then moved to a
 * descriptor, so no path is resolved by mount(2).
 */
final class MountSteps {
  /** fsconfig(2) takes strings up to this many bytes, the final zero included. */
  private static final int LONGEST_OPTION = 256;

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final HostTrees trees;
  private final ContainerPlan plan;
  private final FilesystemSteps filesystems;
  private final Map<String, Register> kept = new HashMap<>();
  private Optional<MountPlan> folder = Optional.empty();

  MountSteps(ProgramBuilder builder, ContainerPlan plan, FilesystemSteps filesystems) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.trees = new HostTrees(builder, plan);
    this.plan = plan;
    this.filesystems = filesystems;
  }

  void mountAll() {
    List<MountPlan> all = plan.mounts();
    for (int i = 0; i < all.size(); i++) {
      MountPlan mount = all.get(i);
      if (folder.isPresent() && !isIn(folder.get(), mount)) {
        closeFolder();
      }
      if (mount instanceof MountPlan.Bind bind) {
        bind(bind);
      } else if (mount instanceof MountPlan.Filesystem filesystem) {
        filesystem(filesystem, i + 1 < all.size() && isIn(mount, all.get(i + 1)));
      } else if (mount instanceof MountPlan.Remount remount) {
        remount(remount);
      } else {
        link((MountPlan.Link) mount);
      }
    }
    if (folder.isPresent()) {
      closeFolder();
    }
  }

  /**
   * Whether one entry of config.json asks for both, a folder and what is in it: as for cgroups of
   * version 1, which are a mount for each hierarchy. What is in it needs no way through the root.
   */
  private static boolean isIn(MountPlan folder, MountPlan mount) {
    boolean isFile = mount instanceof MountPlan.Bind bind && !bind.ofDirectory();
    return !isFile
        && folder.pointer().equals(mount.pointer())
        && folder.destination().equals(RootPaths.parent(mount.destination()));
  }

  private void closeFolder() {
    paths.close(Register.FOLDER);
    folder = Optional.empty();
  }

  /** After everything has been made in them, some file systems become read-only. */
  void lateReadonly() {
    for (MountPlan mount : plan.mounts()) {
      if (mount instanceof MountPlan.Filesystem filesystem && filesystem.lateReadonly()) {
        b.source(new Source(mount.pointer(), "make " + mount.destination() + " read-only"));
        paths.target(mount.destination());
        paths.setAttributes(Operand.value(Register.TARGET), readonly(), /* recursive= */ false);
        paths.close(Register.TARGET);
      }
    }
  }

  /** The change that makes a mount read-only. */
  Operand readonly() {
    return Structs.mountAttr(MOUNT_ATTR_RDONLY.value(), 0, 0, "{set=MOUNT_ATTR_RDONLY}");
  }

  private void bind(MountPlan.Bind mount) {
    String why = "mount " + mount.source() + " on " + mount.destination();
    b.source(new Source(mount.pointer(), why));
    Operand tree = trees.tree(mount.pointer(), mount.source(), mount.recursive(), mount.idMap());
    attributes(tree, mount);
    if (folder.isPresent()) {
      attachInFolder(mount, tree, mount.propagation());
      return;
    }
    if (mount.ofDirectory()) {
      paths.makeDirectory(mount.destination());
    } else {
      paths.makeFile(mount.destination());
    }
    paths.attach(tree);
    propagate(tree, mount.propagation());
    leave(mount.destination(), tree);
    paths.close(Register.TARGET);
  }

  private void attachInFolder(MountPlan mount, Operand tree, List<Propagation> propagation) {
    paths.attachIn(Register.FOLDER, RootPaths.name(mount.destination()), tree);
    propagate(tree, propagation);
    b.call(SyscallNumber.CLOSE, tree);
  }

  /** A mount that comes alone is changed at once. */
  private void attributes(Operand tree, MountPlan.Bind mount) {
    MountAttributes wanted = mount.attributes();
    if (keepsPeers(mount)) {
      attributes(tree, wanted);
      return;
    }
    // or what the container mounts below it would appear on the host
    MountFlag propagation = flag(firstKind(mount));
    boolean isChanged = !wanted.set().isEmpty() || !wanted.cleared().isEmpty();
    if (mount.recursive() || !isChanged) {
      paths.setAttributes(tree, propagation(new Propagation(firstKind(mount), true)), true);
      attributes(tree, wanted);
    } else {
      change(tree, wanted.set(), wanted.cleared(), Optional.of(propagation), false);
      change(tree, wanted.setBelow(), wanted.clearedBelow(), Optional.empty(), true);
    }
  }

  /** Below a private root nothing comes from the host, unless the mount itself asks for it. */
  private Propagation.Kind firstKind(MountPlan.Bind mount) {
    boolean isolated =
        plan.rootfs().propagation().kind() == Propagation.Kind.PRIVATE
            && mount.propagation().stream().noneMatch(p -> p.kind() == Propagation.Kind.SLAVE);
    return isolated ? Propagation.Kind.PRIVATE : Propagation.Kind.SLAVE;
  }

  private boolean keepsPeers(MountPlan.Bind mount) {
    return plan.rootfs().propagation().kind() == Propagation.Kind.SHARED
        && mount.propagation().stream().allMatch(p -> p.kind() == Propagation.Kind.SHARED);
  }

  private void filesystem(MountPlan.Filesystem mount, boolean isFolder) {
    String why = "mount " + mount.type() + " on " + mount.destination();
    String options = describe(mount);
    b.source(new Source(mount.pointer(), options.isEmpty() ? why : why + " [" + options + "]"));
    if (mount.options().stream().anyMatch(MountSteps::isTooLong)) {
      mountWithLongOptions(mount);
      return;
    }
    filesystems.make(
        Register.TREE, mount.type(), mount.source(), mount.options(), mount.attributes().set());
    if (folder.isPresent()) {
      attachInFolder(mount, Operand.value(Register.TREE), mount.propagation());
      return;
    }
    if (hasModeOfDirectory(mount)) {
      paths.makeDirectoryAndKeepMode(mount.destination());
      b.call(
          SyscallNumber.FCHMODAT,
          Operand.value(Register.TREE),
          Operand.string("."),
          Operand.value(Register.MODE));
    } else {
      paths.makeDirectory(mount.destination());
    }
    if (mount.copyUp()) {
      copyUp(mount);
    }
    paths.attach(Operand.value(Register.TREE));
    propagate(Operand.value(Register.TREE), mount.propagation());
    if (isFolder) {
      b.into(Register.FOLDER).move(Operand.value(Register.TREE));
      folder = Optional.of(mount);
    } else {
      leave(mount.destination(), Operand.value(Register.TREE));
    }
    paths.close(Register.TARGET);
  }

  /** As with other runtimes, so that {@code /tmp} stays open to all and {@code /root} does not. */
  private static boolean hasModeOfDirectory(MountPlan.Filesystem mount) {
    return mount.type().equals("tmpfs")
        && !mount.attributes().set().contains(MOUNT_ATTR_RDONLY)
        && mount.options().stream().noneMatch(o -> o.key().equals("mode"));
  }

  /** The engine copies, since a program has no loops; nobody else sees the new tmpfs yet. */
  private void copyUp(MountPlan.Filesystem mount) {
    String why = "copy what is in " + mount.destination() + " into the tmpfs that hides it";
    b.source(new Source(mount.pointer(), why));
    Operand from = b.slot(new Slots.Reserved(mount.destination() + " as it was"));
    Operand to = b.slot(new Slots.Reserved("the tmpfs that hides it"));
    b.call(SyscallNumber.DUP3, Operand.value(Register.TARGET), from, b.flags(OpenFlag.O_CLOEXEC));
    b.call(SyscallNumber.DUP3, Operand.value(Register.TREE), to, b.flags(OpenFlag.O_CLOEXEC));
    b.mustBe(1)
        .call(
            SyscallNumber.SENDMSG,
            b.slot(Slots.ENGINE),
            Structs.messageWithDescriptors(Conversation.COPY_UP, from, to),
            b.flags());
    NamespaceSteps.await(b);
    b.call(SyscallNumber.CLOSE, from);
    b.call(SyscallNumber.CLOSE, to);
  }

  /**
   * Closes a mount that is in its place, unless paths in it will be looked for: whoever can write
   * to the root could give its name to something else meanwhile (CVE-2019-19921).
   */
  private void leave(String destination, Operand mount) {
    switch (destination) {
      case "/proc" -> keep(destination, mount, Register.PROC_MOUNT);
      case "/sys" -> keep(destination, mount, Register.SYS_MOUNT);
      default -> b.call(SyscallNumber.CLOSE, mount);
    }
  }

  private void keep(String destination, Operand mount, Register keeper) {
    b.into(keeper).move(mount);
    kept.put(destination, keeper);
  }

  /** What holds the mount on this directory of the root; where none is known, the root. */
  Register keptOn(String directory) {
    return kept.getOrDefault(directory, Register.ROOT);
  }

  private void remount(MountPlan.Remount mount) {
    b.source(new Source(mount.pointer(), "change the mount on " + mount.destination()));
    paths.target(mount.destination());
    if (!mount.options().isEmpty()) {
      filesystems.reconfigure(mount.options());
    }
    attributes(Operand.value(Register.TARGET), mount.attributes());
    propagate(Operand.value(Register.TARGET), mount.propagation());
    paths.close(Register.TARGET);
  }

  /**
   * mount(2) takes a page of options, but only a path: that of a descriptor, in the host's /proc.
   */
  private void mountWithLongOptions(MountPlan.Filesystem mount) {
    Operand place = b.slot(new Slots.Reserved("the mount point of " + mount.destination()));
    String path = "/proc/self/fd/" + ((Operand.Constant) place).value();
    String data = String.join(",", mount.options().stream().map(MountSteps::quoted).toList());
    paths.makeDirectory(mount.destination());
    kept.remove(mount.destination());
    b.call(SyscallNumber.DUP3, Operand.value(Register.TARGET), place, b.flags(OpenFlag.O_CLOEXEC));
    paths.close(Register.TARGET);
    b.call(
        SyscallNumber.MOUNT,
        Operand.string(mount.source()),
        Operand.string(path),
        Operand.string(mount.type()),
        b.flags(classicFlags(mount.attributes().set())),
        Operand.string(data));
    if (!mount.propagation().isEmpty()) {
      paths.target(mount.destination());
      propagate(Operand.value(Register.TARGET), mount.propagation());
      paths.close(Register.TARGET);
    }
    b.call(SyscallNumber.CLOSE, place);
  }

  /** Labels have commas. */
  private static String quoted(MountPlan.Option option) {
    return option.key().equals("context")
        ? "context=\"" + option.value().orElse("") + "\""
        : option.toString();
  }

  private void link(MountPlan.Link link) {
    b.source(new Source(link.pointer(), "link " + link.destination() + " to " + link.target()));
    if (folder.isPresent()) {
      link(link, Register.FOLDER);
      return;
    }
    paths.makeDirectory(RootPaths.parent(link.destination()));
    link(link, Register.TARGET);
    paths.close(Register.TARGET);
  }

  private void link(MountPlan.Link link, Register parent) {
    Label there = new Label();
    b.on(Errno.EEXIST, there)
        .call(
            SyscallNumber.SYMLINKAT,
            Operand.string(link.target()),
            Operand.value(parent),
            Operand.string(RootPaths.name(link.destination())));
    b.place(there);
  }

  private void attributes(Operand mount, MountAttributes attributes) {
    change(mount, attributes.set(), attributes.cleared(), Optional.empty(), false);
    change(mount, attributes.setBelow(), attributes.clearedBelow(), Optional.empty(), true);
  }

  private void change(
      Operand mount,
      Collection<MountAttr> set,
      Collection<MountAttr> cleared,
      Optional<MountFlag> propagation,
      boolean recursive) {
    if (set.isEmpty() && cleared.isEmpty()) {
      return;
    }
    List<MountAttr> off = new ArrayList<>(cleared);
    if (set.stream().anyMatch(MountSteps::isAccessTime) && !off.contains(MOUNT_ATTR__ATIME)) {
      off.add(MOUNT_ATTR__ATIME); // the kernel's rule for changing this field
    }
    Operand.Flags on = b.flags(set.toArray(new KernelConstant[0]));
    Operand.Flags away = b.flags(off.toArray(new KernelConstant[0]));
    String more = propagation.map(flag -> ", propagation=" + flag.name()).orElse("");
    String text = "{set=" + on + ", clear=" + away + more + "}";
    long kind = propagation.isPresent() ? propagation.get().value() : 0;
    paths.setAttributes(mount, Structs.mountAttr(on.value(), away.value(), kind, text), recursive);
  }

  private void propagate(Operand mount, List<Propagation> propagation) {
    for (Propagation one : propagation) {
      paths.setAttributes(mount, propagation(one), one.recursive());
    }
  }

  static Operand propagation(Propagation propagation) {
    MountFlag flag = flag(propagation.kind());
    return Structs.mountAttr(0, 0, flag.value(), "{propagation=" + flag.name() + "}");
  }

  static MountFlag flag(Propagation.Kind kind) {
    return switch (kind) {
      case SHARED -> MountFlag.MS_SHARED;
      case SLAVE -> MountFlag.MS_SLAVE;
      case PRIVATE -> MountFlag.MS_PRIVATE;
      case UNBINDABLE -> MountFlag.MS_UNBINDABLE;
    };
  }

  private static KernelConstant[] classicFlags(Collection<MountAttr> attributes) {
    List<MountFlag> flags = new ArrayList<>();
    for (MountAttr attribute : attributes) {
      if (attribute != MOUNT_ATTR__ATIME) {
        flags.add(MountFlag.valueOf(attribute.name().replace("MOUNT_ATTR_", "MS_")));
      }
    }
    return flags.toArray(new KernelConstant[0]);
  }

  private static boolean isAccessTime(MountAttr attribute) {
    return attribute == MOUNT_ATTR_RELATIME
        || attribute == MOUNT_ATTR_NOATIME
        || attribute == MOUNT_ATTR_STRICTATIME;
  }

  private static boolean isTooLong(MountPlan.Option option) {
    return option.value().filter(v -> v.length() >= LONGEST_OPTION).isPresent();
  }

  private static String describe(MountPlan.Filesystem mount) {
    List<String> words = new ArrayList<>();
    for (MountAttr attribute : mount.attributes().set()) {
      String name = attribute.name().replace("MOUNT_ATTR_", "").toLowerCase(java.util.Locale.ROOT);
      words.add(attribute == MOUNT_ATTR_RDONLY ? "ro" : name);
    }
    mount.options().stream()
        .map(Object::toString)
        .filter(o -> !words.contains(o))
        .forEach(words::add);
    return String.join(",", words);
  }
}
