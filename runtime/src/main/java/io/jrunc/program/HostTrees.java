package io.jrunc.program;

import io.jrunc.linux.abi.AtFlag;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.StatxMask;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.DevicePlan.Node;
import io.jrunc.plan.MountIdMap;
import io.jrunc.plan.RootfsPlan.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Detached copies of parts of the host's tree. The engine makes them before the program begins, if
 * it may: then they are reached with the rights of the host. Otherwise init does it, which has
 * rights over its own mount namespace, and reaches what its user can.
 */
final class HostTrees {
  private final ProgramBuilder b;
  private final Trees trees;
  private final CgroupPlan cgroup;

  HostTrees(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.trees = plan.rootfs().trees();
    this.cgroup = plan.cgroup();
  }

  /** The container's root with all below it; a link in its place is refused. */
  Operand root(String path) {
    if (trees == Trees.BY_ENGINE) {
      return b.slot(new Slots.Root(path));
    }
    return copy(Register.ROOT, path, OpenTreeFlag.AT_RECURSIVE, OpenTreeFlag.AT_SYMLINK_NOFOLLOW);
  }

  /**
   * What is at a path.
   *
   * @param idMap only the engine can map ids
   * @return a slot, or else {@link Register#TREE}
   */
  Operand tree(String pointer, String path, boolean recursive, Optional<MountIdMap> idMap) {
    if (trees == Trees.BY_ENGINE && (idMap.isPresent() || !isMadeLater(path))) {
      return b.slot(new Slots.Tree(pointer, path, recursive, idMap));
    }
    return recursive
        ? copy(Register.TREE, path, OpenTreeFlag.AT_RECURSIVE)
        : copy(Register.TREE, path);
  }

  /** Whether it is the container's group, and isn't made before init is on its way. */
  private boolean isMadeLater(String path) {
    return cgroup.isMadeMeanwhile()
        ? cgroup.entrance().orElseThrow().leadsTo(path)
        : cgroup.unit().isPresent() && path.endsWith(cgroup.path());
  }

  /**
   * A device node, which must be that very device on the host.
   *
   * @return a slot, or else {@link Register#TREE}
   */
  Operand device(Node node) {
    if (trees == Trees.BY_ENGINE) {
      return b.slot(new Slots.Device(node));
    }
    Operand tree = copy(Register.TREE, node.path());
    String numbers = node.major() + ":" + node.minor();
    b.source(new Source(node.pointer(), node.path() + " must be the host's device " + numbers));
    b.call(
        SyscallNumber.STATX,
        tree,
        Operand.string(""),
        b.flags(AtFlag.AT_EMPTY_PATH),
        b.flags(StatxMask.STATX_TYPE),
        ReportPage.at(ReportPage.STATX, "statx"));
    DeviceSteps.expect(b, DeviceSteps.fileType(node), node.major(), node.minor());
    b.source(new Source(node.pointer(), "make the device " + node.path()));
    return tree;
  }

  private Operand copy(Register into, String path, OpenTreeFlag... more) {
    List<KernelConstant> flags = new ArrayList<>(List.of(more));
    flags.add(OpenTreeFlag.OPEN_TREE_CLONE);
    flags.add(OpenTreeFlag.OPEN_TREE_CLOEXEC);
    b.into(into)
        .call(
            SyscallNumber.OPEN_TREE,
            HostSteps.CURRENT_DIRECTORY,
            Operand.string(path),
            b.flags(flags.toArray(new KernelConstant[0])));
    return Operand.value(into);
  }
}
